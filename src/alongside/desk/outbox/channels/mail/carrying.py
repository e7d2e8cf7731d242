"""The talk with the desk's mail server. The only module of Alongside that imports smtplib.

It tells the server nothing of this computer: the name in its greeting is the address of the loopback, for everybody the same. A server
that cannot prove its name, or offers no encryption, is given neither password nor mail.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from uuid import UUID

from alongside.desk.outbox.channels.mail import way as ways
from alongside.desk.outbox.channels.mail.posting import Posted
from alongside.desk.outbox.channels.mail.way import LOOPBACK, Way
from alongside.desk.outbox.receipts import LONGEST
from alongside.desk.outbox.rules import ACCEPTED, REFUSED, Outcome

LANE = ways.LANE
GREETING = "[127.0.0.1]"
SECONDS = 60.0  # without a word from the server; a whole delivery has its own deadline
TOO_LARGE = 552


class _Stopped(Exception):
    """The server, or the way to it, stands in the way before anything was handed over."""

    def __init__(self, state: str, answer: str = "") -> None:
        super().__init__(state)
        self.outcome = Outcome(state, answer)


def carry(desk: UUID, body: bytes, seconds: float) -> Outcome:
    """Hand a posted letter to the desk's server, and give back what it said."""
    way = ways.of(desk)
    if way is None:
        return Outcome("unset")
    posted = Posted.from_bytes(body)
    return send(way, posted.to, posted.mail(way.sender), seconds)


def send(way: Way, to: str, mail: bytes, seconds: float) -> Outcome:
    """One mail to one recipient."""
    server = None
    try:
        server = _connected(way)
        deadline = threading.Timer(seconds, _cut, [server])
        deadline.daemon = True
        deadline.start()
        try:
            _enter(server, way)
            _envelope(server, way.sender, to, len(mail))
            return _handed_over(server, mail)
        finally:
            deadline.cancel()
    except _Stopped as stopped:
        return stopped.outcome
    except ssl.SSLError:
        return Outcome("insecure")
    except (OSError, smtplib.SMTPException, UnicodeError):
        return Outcome("unreachable")
    finally:
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


def _connected(way: Way) -> smtplib.SMTP:
    if way.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(way.host, way.port, local_hostname=GREETING, timeout=SECONDS, context=context)
    if way.security == "plain" and way.host not in LOOPBACK:
        raise _Stopped("insecure")
    return smtplib.SMTP(way.host, way.port, local_hostname=GREETING, timeout=SECONDS)


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
    except (smtplib.SMTPException, UnicodeError):  # it knows no way to log in that we know
        raise _Stopped("login") from None


def _envelope(server: smtplib.SMTP, sender: str, to: str, size: int) -> None:
    """From whom, to whom, how large."""
    most = server.esmtp_features.get("size", "")
    if most.isdigit() and 0 < int(most) < size:
        raise _Stopped(REFUSED, f"{TOO_LARGE} {size} > {most}")
    code, words = server.mail(sender, [f"size={size}"] if server.has_extn("size") else [])
    if code != 250:
        raise _Stopped(_of(code, REFUSED if code == TOO_LARGE else "sender"), _said(code, words))
    code, words = server.rcpt(to)
    if code not in (250, 251):
        raise _Stopped(_of(code, REFUSED), _said(code, words))


def _handed_over(server: smtplib.SMTP, mail: bytes) -> Outcome:
    try:
        code, words = server.data(mail)
    except smtplib.SMTPDataError as error:  # it did not want to hear it: nothing was sent
        return Outcome(_of(error.smtp_code, REFUSED), _said(error.smtp_code, error.smtp_error))
    except (OSError, smtplib.SMTPException, ValueError):
        # The line broke somewhere between the first byte and the answer: it may have been taken.
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


def _cut(server: smtplib.SMTP) -> None:
    """End a talk that takes too long; whoever waits for a word gets an error."""
    line = server.sock
    if line is not None:
        with suppress(OSError):
            # Of the socket below TLS: the layer above would first say goodbye, and wait.
            socket.socket.shutdown(line, socket.SHUT_RDWR)
