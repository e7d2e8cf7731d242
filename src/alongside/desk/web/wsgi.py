"""The pages as a WSGI application: what the door (`door.py`) calls once a request has wholly arrived."""

import os

from django.core.wsgi import get_wsgi_application

from alongside.plan.ready import ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.desk.web.settings")
application = get_wsgi_application()
ready()
