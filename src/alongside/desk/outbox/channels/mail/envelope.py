"""What goes round the inner bytes: headers of which none says more than a mail must, and for OpenPGP the two parts of RFC 3156."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from alongside.desk.outbox.channels.mail.letter import head, multipart

SUBJECT = "Correspondence"  # for every message: a subject line is read by every server on the way
_VERSION = b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
_FILE = (
    b'Content-Type: application/octet-stream; name="message.asc"\r\nContent-Disposition: inline; filename="message.asc"\r\n\r\n'
)


def wrapped(content: bytes, *, encrypted: bool, sender: str, to: str, token: str, minute: datetime) -> bytes:
    """The whole mail. `token` makes its Message-ID, the same at every try, so that who gets it twice sees one."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, to, SUBJECT
    made["Date"] = format_datetime(minute)
    made["Message-ID"] = f"<{token}@{sender.rpartition('@')[2]}>"
    if not encrypted:
        return head(made).removesuffix(b"\r\n") + content
    made["MIME-Version"] = "1.0"
    made["Content-Type"] = f'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="{token}"'
    armoured = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return multipart(made, token, [_VERSION, _FILE + armoured])
