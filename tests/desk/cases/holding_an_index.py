"""Another process of the desk, for test_registry: logs in with the cookie it is given and holds an index until the login has ended."""

import sys
import time
from datetime import UTC, datetime

import django

SECONDS = 20.0


def main(cookie: str) -> None:
    django.setup()
    from alongside.desk.cases.finding.registry import registry
    from alongside.desk.people import logins
    from alongside.desk.people.unlocked import Unlocked

    unlocked = logins.read(cookie, datetime.now(UTC))
    assert isinstance(unlocked, Unlocked)
    with registry.index(unlocked) as index:
        print("holds", len(index), flush=True)
    deadline = time.monotonic() + SECONDS
    while len(registry) and time.monotonic() < deadline:
        time.sleep(0.05)
    print("left", len(registry), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
