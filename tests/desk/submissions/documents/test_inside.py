"""The search for a name finds it wherever a document, a mail or a package could hide it."""

import email.message
import email.policy
import gzip
import json

import pytest

from alongside.desk.submissions.documents import annexes
from alongside.desk.submissions.documents.writing import ENDINGS, written
from tests.desk.submissions.documents.inside import found_in, texts_inside
from tests.desk.submissions.documents.inventing import saying

NAMES = ("Zwolfqe Kanarin", "زولفقه كناري", "Зволфка Канарина", "金丝雀女士")


def mail(body: bytes) -> bytes:
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = "A message"
    message.set_content("See the file.", cte="base64")
    message.add_attachment(body, maintype="application", subtype="octet-stream", filename="submission.bin")
    return bytes(message)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_name_is_found_in_each_writing_of_a_document(ending: str) -> None:
    data = written(saying(*NAMES), ending)
    assert found_in(data, *NAMES, "nobody of that name") == list(NAMES)


@pytest.mark.parametrize("packing", ["mail", "gzip", "bundle", "mail in mail"])
def test_a_name_is_found_however_the_document_is_packed(packing: str) -> None:
    inner = written(saying(*NAMES), "docx")
    data = {
        "mail": lambda: mail(inner),
        "gzip": lambda: gzip.compress(inner),
        "bundle": lambda: annexes.zipped({"submission.docx": inner}),
        "mail in mail": lambda: mail(mail(inner)),
    }[packing]()
    assert found_in(data, *NAMES) == list(NAMES)
    assert found_in(data, "nobody of that name") == []


def test_a_name_is_found_in_a_subject_and_in_escaped_json() -> None:
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = NAMES[1]
    message.set_content("x")
    assert found_in(bytes(message), NAMES[1]) == [NAMES[1]]
    assert NAMES[2] in texts_inside(json.dumps({"a": [NAMES[2]]}).encode())
    assert texts_inside(b"{ no json") == "{ no json"


def test_a_name_that_a_line_breaks_is_found() -> None:
    assert found_in("Zwol-\nfqe\n  Kana\u00adrin".encode(), NAMES[0]) == [NAMES[0]]
