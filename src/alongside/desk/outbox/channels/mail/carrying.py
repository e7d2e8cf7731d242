"""The talk with the desk's mail server. The only module of Alongside that imports smtplib.

It tells the server nothing of this computer: the name in its greeting is the address of the loopback, for everybody the same. A server
that cannot prove its name, or offers no encryption, is given neither password nor mail.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO
from uuid import UUID

from alongside.desk.outbox.channels.mail import way as ways
from alongside.desk.outbox.channels.mail.line import SILENCE, Line
from alongside.desk.outbox.channels.mail.posting import Posted
from alongside.desk.outbox.channels.mail.way import LOOPBACK, Way
from alongside.desk.outbox.receipts import LONGEST
from alongside.desk.outbox.rules import ACCEPTED, REFUSED, STOPPED, Outcome

LANE = ways.LANE
GREETING = "[127.0.0.1]"
GOODBYE = 2.0  # seconds for the answer to QUIT, which matters to nobody
TOO_LARGE = 552
BEGIN = 354  # the answer to DATA: from here on, what is sent is the mail
# Of one answer: a server's "and there is more" has no end of its own, and smtplib keeps every line of it.
MOST_LINES, MOST_BYTES = 100, 64 * 1024
_SIZE = re.compile(r"[0-9]{1,18}")
Wanted = Callable[[], bool]


class _Stopped(Exception):
    """The server, or the way to it, stands in the way before anything was handed over."""

    def __init__(self, state: str, answer: str = "") -> None:
        super().__init__(state)
        self.outcome = Outcome(state, answer)


def carry(desk: UUID, body: bytes, seconds: float, wanted: Wanted) -> Outcome:
    """Hand a posted letter to the desk's server, and give back what it said."""
    way = ways.of(desk)
    if way is None:
        return Outcome("unset")
    posted = Posted.from_bytes(body)
    return send(way, posted.to, posted.mail(way.sender), seconds, wanted)


def send(way: Way, to: str, mail: bytes, seconds: float, wanted: Wanted = lambda: True) -> Outcome:
    """One mail to one recipient, in so many seconds from connecting to the answer. `wanted` is asked once more before it is handed over."""
    line = Line(seconds)
    try:
        outcome = _talked(line, way, to, mail, wanted)
    except _Stopped as stopped:
        outcome = stopped.outcome
    except ssl.SSLError:
        outcome = Outcome("insecure")
    except (OSError, smtplib.SMTPException, ValueError):  # ValueError: it says what no server says, and smtplib stumbles over it
        outcome = Outcome("unreachable")
    finally:
        line.close()
    # Of a line that we cut ourselves, whatever was understood last is half a word.
    return Outcome("unreachable") if line.cut and outcome.state != ACCEPTED and not outcome.unsure else outcome


def _talked(line: Line, way: Way, to: str, mail: bytes, wanted: Wanted) -> Outcome:
    if way.security == "plain" and way.host not in LOOPBACK:
        raise _Stopped("insecure")
    server = _Server(way, line)
    try:
        _enter(server, way)
        _envelope(server, way.sender, to, len(mail))
        if not wanted():
            raise _Stopped(STOPPED)
        return _handed_over(server, line, mail)
    finally:
        _goodbye(server, line)


class _Reading:
    """What the server says, as smtplib reads it: so many lines and bytes an answer, then the line counts as broken."""

    def __init__(self, under: BinaryIO) -> None:
        self._under, self._lines, self._bytes = under, 0, 0

    def begin(self) -> None:
        """A new answer."""
        self._lines = self._bytes = 0

    def readline(self, most: int) -> bytes:
        line = self._under.readline(most)
        self._lines += 1
        self._bytes += len(line)
        if self._lines > MOST_LINES or self._bytes > MOST_BYTES:
            raise OSError("an answer without end")
        return line

    def close(self) -> None:
        self._under.close()


class _Server(smtplib.SMTP):
    """A talk on a line of ours. It begins with connecting, and with TLS where that comes first. `begun`: whether anything of the mail may
    be on its way; before that, whatever goes wrong, nothing has left."""

    def __init__(self, way: Way, line: Line) -> None:
        self._way, self._line, self.begun = way, line, False
        super().__init__(way.host, way.port, local_hostname=GREETING, timeout=SILENCE)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = self._line.opened(host, port)
        if self._way.security != "tls":
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Reading(self.sock.makefile("rb"))
        if self.file is not None:
            self.file.begin()
        code, words = super().getreply()
        self.begun = self.begun or code == BEGIN
        return code, words


def _goodbye(server: smtplib.SMTP, line: Line) -> None:
    """Politeness, in a moment of its own: what the server has taken must be noted soon, or it goes again when the lease ends."""
    if not line.cut:
        line.last(GOODBYE)
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    server.close()


def _enter(server: smtplib.SMTP, way: Way) -> None:
    """Greet, begin to encrypt, log in."""
    try:
        server.ehlo_or_helo_if_needed()
        if way.security == "starttls":
            server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
    except smtplib.SMTPHeloError as error:
        raise _Stopped("later", _said(error.smtp_code, error.smtp_error)) from None
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException):
        raise _Stopped("insecure") from None
    if not way.user:
        return
    try:
        server.login(way.user, way.password)
    except smtplib.SMTPResponseException as error:
        state = "later" if error.smtp_code < 500 else "login"
        raise _Stopped(state, _said(error.smtp_code, error.smtp_error)) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, ValueError):  # it knows no way to log in that we know, or asks for it in signs that are none
        raise _Stopped("login") from None


def _envelope(server: smtplib.SMTP, sender: str, to: str, size: int) -> None:
    """From whom, to whom, how large."""
    most = server.esmtp_features.get("size", "")
    if _SIZE.fullmatch(most) and 0 < int(most) < size:
        raise _Stopped(REFUSED, f"{TOO_LARGE} {size} > {most}")
    code, words = server.mail(sender, [f"size={size}"] if server.has_extn("size") else [])
    if code != 250:
        raise _Stopped(_of(code, REFUSED if code == TOO_LARGE else "sender"), _said(code, words))
    code, words = server.rcpt(to)
    if code not in (250, 251):
        raise _Stopped(_of(code, REFUSED), _said(code, words))


def _handed_over(server: _Server, line: Line, mail: bytes) -> Outcome:
    try:
        code, words = server.data(mail)
    except smtplib.SMTPDataError as error:  # it did not want to hear it: nothing was sent
        return Outcome(_of(error.smtp_code, REFUSED), _said(error.smtp_code, error.smtp_error))
    except (OSError, smtplib.SMTPException, ValueError):
        # Where the line broke between the first byte of the mail and the answer, it may have been taken.
        return Outcome("unreachable", unsure=server.begun)
    if code != 250 and line.cut:  # in the midst of the answer
        return Outcome("unreachable", unsure=True)
    return Outcome(ACCEPTED if code == 250 else _of(code, REFUSED), _said(code, words))


def _of(code: int, for_good: str) -> str:
    """What a code means: below 500 for now; 530 and 535 that we are not logged in as it wants; else `for_good`."""
    if code < 500:
        return "later"
    return "login" if code in (530, 535) else for_good


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return "".join(sign if sign.isprintable() else " " for sign in f"{code} {text}")[:LONGEST]
