"""The public face served alone: it has neither the rooms that need a login nor a database, and sets no cookie."""

import os
import subprocess
import sys

PROBE = """
import sys, django
django.setup()
from django.test import Client
from alongside.desk.web import wsgi
client = Client(SERVER_NAME="localhost")
for path in ("/en/", "/en/practice/", "/desk/", "/desk/en/login/", "/api/v1/openapi.json"):
    answer = client.get(path)
    print(path, answer.status_code, len(answer.cookies), len(answer.content) > 0)
print(*sorted(name for name in sys.modules if name.startswith(("alongside.desk.people", "alongside.desk.cases", "psycopg", "sqlite3"))))
"""


def test_it_knows_no_desk() -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))}
    env |= {"DJANGO_SETTINGS_MODULE": "alongside.desk.web.public"}
    ran = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, timeout=60, check=False, env=env)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == [
        "/en/ 200 0 True",
        "/en/practice/ 200 0 True",
        "/desk/ 404 0 True",
        "/desk/en/login/ 404 0 True",
        "/api/v1/openapi.json 200 0 True",
        "",
    ]
