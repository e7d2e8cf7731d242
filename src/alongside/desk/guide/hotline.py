"""The human being that every page names beside "This page alerts nobody"."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.directory import reader

# Chosen once, by people: it answers day and night, for any defender, anywhere. The number itself is the directory's.
WHO = "front-line-defenders"


@dataclass(frozen=True, slots=True)
class Hotline:
    """Who answers, and the number as people and as telephones read it."""

    mechanism: str
    name: str
    number: str
    dial: str


def find(lang: str) -> Hotline | None:
    """The line, or None where the directory has no confirmed number: an unconfirmed one is worse than none in the night."""
    mechanism = reader.load().mechanisms.get(WHO)
    if mechanism is None:
        return None
    number = next((channel.value for channel in mechanism.channels if channel.type == "phone" and channel.confirmed), None)
    if number is None:
        return None
    text = reader.load_text(lang).get(WHO) or reader.load_text("en")[WHO]
    dial = "".join(character for character in number.replace("(0)", "") if character in "+0123456789")
    return Hotline(WHO, text["name"], number, dial)
