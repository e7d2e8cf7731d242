"""What stands on every page: the way out, the banner with a human being, the styles under their hashed name."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import Client

from alongside.desk.guide import hotline
from alongside.desk.web import assets
from alongside.directory import reader
from tests.desk.url_table import EXAMPLES, ask


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Every page with its body, answered forms included."""
    for example in EXAMPLES.values():
        if not example.path.startswith("/en/"):
            continue
        if example.status == 200:
            yield example.path, client.get(example.path).content.decode()
        if "POST" in example.methods:
            yield example.path, ask(client, example, "POST").content.decode()


def test_the_way_out_stands_on_every_page(client: Client) -> None:
    missing = client.get("/en/nothing/").content.decode()
    for path, body in [*pages(client), ("/en/nothing/", missing)]:
        assert '<a class="leave" href="/leave/" rel="noreferrer">' in body, path


def test_leaving_goes_elsewhere_and_empties_the_cache(client: Client) -> None:
    response = client.get("/leave/")
    assert response.status_code == 303
    assert response["Location"] == "https://www.wikipedia.org/"
    assert response["Clear-Site-Data"] == '"cache"'


def test_every_page_says_that_it_alerts_nobody_and_names_a_human_being(client: Client) -> None:
    channels = reader.load().mechanisms[hotline.WHO].channels
    number = next(channel.value for channel in channels if channel.type == "phone" and channel.confirmed)
    for path, body in pages(client):
        assert "This page alerts nobody." in body, path
        assert str(number) in body, path


def test_no_number_is_shown_when_none_is_confirmed(client: Client) -> None:
    with patch("alongside.desk.web.frame.hotline.find", return_value=None):
        body = client.get("/en/").content.decode()
    assert "tel:" not in body
    assert "Find someone who answers" in body


def test_an_unknown_or_lost_hotline_is_none() -> None:
    with patch.object(hotline, "WHO", "nobody"):
        assert hotline.find("en") is None
    with patch.object(hotline, "WHO", "un-ccpr"):  # has no confirmed telephone
        assert hotline.find("en") is None


def test_styles_carry_their_hash_and_come_packed(client: Client) -> None:
    path = assets.address("alongside.css")
    plain = client.get(path)
    packed = client.get(path, headers={"accept-encoding": "gzip, deflate"})
    assert hashlib.sha256(plain.content).hexdigest()[:12] in path
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain.content
    assert plain["Vary"] == "Accept-Encoding"


def test_the_first_page_with_its_styles_is_light(client: Client) -> None:
    first, styles = client.get("/en/"), client.get(assets.address("alongside.css"))
    assert len(first.content) + len(styles.content) < 50_000


def test_text_has_a_contrast_of_seven_on_both_grounds_in_both_schemes() -> None:
    css = (assets.FOLDER / "alongside.css").read_text(encoding="utf-8")
    for block in re.findall(r"--paper: .*?}", css, re.S)[:2]:
        tone = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block))
        for name in ("ink", "soft", "accent", "now", "days", "weeks", "prepare"):
            assert contrast(tone[name], tone["paper"]) >= 7, name
            assert contrast(tone[name], tone["shade"]) >= 7, name
        assert contrast(tone["on-accent"], tone["accent"]) >= 7
        assert contrast(tone["edge"], tone["paper"]) >= 3  # borders of fields


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True), ("br, GZIP", True), ("gzip;q=0.5", True), ("gzip; q=1.0", True), ("", False), ("br", False),
        ("gzip;q=0", False), ("gzip; q=0.000", False), ("br, gzip;q=0.0", False), ("x-gzip-not", False),
    ],
)  # fmt: skip
def test_a_file_is_packed_only_for_who_takes_it(client: Client, accepted: str, packed: bool) -> None:
    response = client.get(assets.address("alongside.css"), headers={"accept-encoding": accepted})
    assert ("Content-Encoding" in response) == packed
    assert response["Content-Length"] == str(len(response.content))


def test_what_no_form_has_is_not_sent_again(client: Client) -> None:
    body = "text=vi%00sa%1b%5b2J&made-up=Zubaida&format=pdf"
    page = client.post("/en/directory/", body, content_type="application/x-www-form-urlencoded").content.decode()
    assert '<input type="hidden" name="text" value="visa[2J">' in page
    assert "made-up" not in page and "Zubaida" not in page and "\x00" not in page and "\x1b" not in page
