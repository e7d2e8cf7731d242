"""The WSGI entry point that `alongside serve` gives to the server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.desk.web.settings")
application = get_wsgi_application()
