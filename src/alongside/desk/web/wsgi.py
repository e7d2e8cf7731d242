"""The pages as a WSGI application: what the door (`door.py`) calls once a request has wholly arrived."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from alongside.directory import reader
from alongside.plan.decide import planner

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.desk.web.settings")
application = get_wsgi_application()
# Read now, so that the first caller of the night does not wait, and then kept out of the garbage collector's rounds: walking through
# the whole directory again and again doubles the time of a plan.
planner(reader.load())
reader.load_text("en")
gc.collect()
gc.freeze()
