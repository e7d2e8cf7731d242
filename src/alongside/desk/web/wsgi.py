"""The pages as a WSGI application: what the door (`door.py`) calls once a request has wholly arrived."""

from django.core.wsgi import get_wsgi_application

from alongside.desk.web import faces
from alongside.plan.ready import ready

faces.choose()
application = get_wsgi_application()
ready()
