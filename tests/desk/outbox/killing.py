"""A worker that kills itself at the n-th thing that it does: a question to the database, or a line to or from the mail server.

Run by test_kill.py as `python -m tests.desk.outbox.killing`. Each line on its input is a moment and a number; for each it forks a worker
which carries what is due at that moment, and dies before, or right after, that thing (0: it lives). Afterwards it says so in one line.
"""

import os
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from alongside.desk.outbox.worker import Worker  # noqa: E402


class Fuse:
    """Counts down to the end. Odd numbers end it before the thing is done, even ones after."""

    def __init__(self, number: int) -> None:
        self.left, self.before = (number + 1) // 2, number % 2 == 1

    def burn(self, done: Callable[[], Any]) -> Any:
        self.left -= 1
        if self.left == 0 and self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = done()
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def work(moment: datetime, number: int) -> None:
    fuse = Fuse(number)
    for name in ("send", "getreply"):
        plain = getattr(smtplib.SMTP, name)
        setattr(smtplib.SMTP, name, lambda *given, _plain=plain: fuse.burn(lambda: _plain(*given)))

    def asked(execute: Any, *given: Any) -> Any:
        return fuse.burn(lambda: execute(*given))

    with connection.execute_wrapper(asked):
        Worker(lambda sentence: None, lambda: moment).carry_due()


if __name__ == "__main__":
    for line in sys.stdin:
        moment, number = line.split()
        child = os.fork()
        if child == 0:
            work(datetime.fromisoformat(moment), int(number))
            os._exit(0)
        print(os.waitpid(child, 0)[1], flush=True)
