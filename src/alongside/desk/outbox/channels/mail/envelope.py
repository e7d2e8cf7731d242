"""What goes round the inner bytes: headers of which none says more than a mail must, and for OpenPGP the two parts of RFC 3156."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

SUBJECT = "Correspondence"  # for every message: a subject line is read by every server on the way
_VERSION, _FILE = b"Version: 1\r\n", "message.asc"


def wrapped(content: bytes, *, encrypted: bool, sender: str, to: str, token: str, minute: datetime) -> bytes:
    """The whole mail. `token` makes its Message-ID, the same at every try, so that who gets it twice sees one."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, to, SUBJECT
    made["Date"] = format_datetime(minute)
    made["Message-ID"] = f"<{token}@{sender.rpartition('@')[2]}>"
    if not encrypted:
        return made.as_bytes().rstrip(b"\r\n") + b"\r\n" + content
    made["MIME-Version"] = "1.0"
    made["Content-Type"] = f'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="{token}"'
    made.attach(_part("application/pgp-encrypted", _VERSION))
    made.attach(_part(f'application/octet-stream; name="{_FILE}"', content, f'inline; filename="{_FILE}"'))
    return made.as_bytes()


def _part(kind: str, content: bytes, disposition: str = "") -> EmailMessage:
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = kind
    if disposition:
        part["Content-Disposition"] = disposition
    part.set_payload(content.decode("ascii"))
    return part
