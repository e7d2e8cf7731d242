"""Kinds by content, names that say nothing, and the four kinds that a page may show."""

from __future__ import annotations

import re

import pytest

from alongside.cleaning import KINDS, download_name
from alongside.cleaning.inside import recognise


def test_only_cleaned_pictures_of_four_kinds_are_shown_in_a_page():
    assert {kind for kind, told in KINDS.items() if told.inline} == {"jpeg", "png", "webp", "gif"}


@pytest.mark.parametrize("kind", [*KINDS, "../../etc/passwd", ""])
def test_a_name_for_a_download_says_the_kind_and_nothing_else(kind):
    assert re.fullmatch(r"evidence-[0-9a-f]{8}\.[a-z0-9]{2,4}", download_name(kind))
    assert download_name(kind, 0x1F00AB3C).startswith("evidence-1f00ab3c.")
    assert download_name(kind) != download_name(kind)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\0\0\0\0AVI LIST", "unknown"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "unknown"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "mp4"),
        (b"  \n%PDF-1.7\n", "pdf"),
        (b"MZ\x90\0", "unknown"),
        ("اسم;يوم\r\n".encode(), "text"),
        ("\ufeffname\r\n".encode("utf-16-le"), "text"),
        (b'{"a": 1}', "text"),
        (b"<svg xmlns='x'/>", "unknown"),
        (b"<?xml version='1.0'?>", "unknown"),
        (b"%!PS-Adobe", "unknown"),
        (b"BEGIN:VCARD\r\n", "unknown"),
        (b"Subject: a\r\nFrom: b\r\n\r\n", "unknown"),
        (b"words\0words", "unknown"),
        (b"\x1b[2J", "unknown"),
    ],
)
def test_a_file_is_what_it_holds(data, kind):
    assert recognise.kind(data) == kind
