"""The inner bytes of a letter, and what goes round them: nothing in it that was not put there, the same bytes each time."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.desk.outbox.channels.mail import envelope
from alongside.desk.outbox.channels.mail.letter import Attachment, Letter, inner, is_address

PDF = Attachment("submission.pdf", "application/pdf", bytes(range(256)) * 40)
PICTURE = Attachment("Приложение 1.jpg", "image/jpeg", b"\xff\xd8" + b"\x00" * 500)
LETTER = Letter("mission@example.org", "Please confirm receipt.\nشكرا\n.\nFrom here on", (PDF, PICTURE))
MINUTE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_text_and_attachments_come_back_as_they_were() -> None:
    read = message_from_bytes(inner(LETTER), policy=SMTP)
    text, *files = read.iter_parts()
    assert text.get_content().rstrip().replace("\r\n", "\n") == LETTER.text
    assert [(one.get_filename(), one.get_content_type(), one.get_content()) for one in files] == [
        ("submission.pdf", "application/pdf", PDF.data),
        ("Приложение 1.jpg", "image/jpeg", PICTURE.data),
    ]


def test_the_same_letter_has_the_same_bytes_and_another_one_another_boundary() -> None:
    other = Letter(LETTER.to, LETTER.text + "!", LETTER.attachments)
    assert inner(LETTER) == inner(LETTER)
    boundaries = {message_from_bytes(inner(one)).get_boundary() for one in (LETTER, other)}
    assert len(boundaries) == 2


def test_the_inner_bytes_name_nobody_and_no_program() -> None:
    made = inner(LETTER)
    assert {line.split(b":")[0] for line in made.partition(b"\r\n\r\n")[0].split(b"\r\n") if not line.startswith(b" ")} == {
        b"Content-Type",
        b"MIME-Version",
    }
    assert b"example.org" not in made and b"\n" not in made.replace(b"\r\n", b"")


def outer(*, encrypted: bool) -> bytes:
    content = b"-----BEGIN PGP MESSAGE-----\n\nxyz\n-----END PGP MESSAGE-----\n" if encrypted else inner(LETTER)
    return envelope.wrapped(content, encrypted=encrypted, sender="desk@example.net", to=LETTER.to, token="ab" * 16, minute=MINUTE)


def test_the_headers_say_no_more_than_they_must() -> None:
    for encrypted in (True, False):
        read = message_from_bytes(outer(encrypted=encrypted), policy=SMTP)
        assert {name: str(value) for name, value in read.items() if name not in ("Content-Type", "MIME-Version")} == {
            "From": "desk@example.net",
            "To": "mission@example.org",
            "Subject": "Correspondence",
            "Date": "Mon, 02 Mar 2026 09:30:00 +0000",
            "Message-ID": f"<{'ab' * 16}@example.net>",
        }


def test_an_encrypted_mail_has_the_two_parts_of_rfc_3156() -> None:
    read = message_from_bytes(outer(encrypted=True), policy=SMTP)
    version, content = read.iter_parts()
    assert read.get_content_type() == "multipart/encrypted" and read.get_param("protocol") == "application/pgp-encrypted"
    assert (version.get_content_type(), version.get_payload().strip()) == ("application/pgp-encrypted", "Version: 1")
    assert content.get_content_type() == "application/octet-stream" and "BEGIN PGP MESSAGE" in content.get_payload()


def test_a_mail_that_is_not_encrypted_ends_in_its_inner_bytes() -> None:
    assert outer(encrypted=False).endswith(b"\r\n" + inner(LETTER))


NO_ADDRESSES = [
    "",
    "a@b",
    "a b@example.org",
    "a@example.org, b@example.org",
    "A <a@example.org>",
    "a@example.org\r\nBcc: x@y.zz",
    "x" * 65 + "@example.org",
    "ä@example.org",
]


@pytest.mark.parametrize("wrong", NO_ADDRESSES)
def test_what_is_no_single_address_is_refused(wrong: str) -> None:
    assert not is_address(wrong)
    with pytest.raises(ValueError, match="not a mail address"):
        Letter(wrong, "")


@pytest.mark.parametrize("name", ["", "a\r\nX: y.pdf", "/etc/passwd", "..\\x"])
def test_a_name_that_could_be_a_header_or_a_path_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="printable name"):
        Attachment(name, "application/pdf", b"")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300), st.binary(max_size=300))
def test_any_text_and_any_bytes_come_back(text: str, data: bytes) -> None:
    read = message_from_bytes(
        inner(Letter("a@example.org", text, (Attachment("a.bin", "application/octet-stream", data),))), policy=SMTP
    )
    first, second = read.iter_parts()
    assert first.get_content().removesuffix("\n").removesuffix("\r") == text and second.get_content() == data
