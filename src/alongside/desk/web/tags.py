"""Template tags of the frame: its words, and the files that a page needs."""

from __future__ import annotations

from pathlib import Path

from django import template
from django.template.context import Context

from alongside.desk.web import assets
from alongside.language import catalogue
from alongside.language.catalogue import Catalogue

TEXTS = Path(__file__).parent / "texts"
register = template.Library()


def words(lang: str) -> Catalogue:
    """The sentences that stand on every page of the desk."""
    return catalogue.read(TEXTS, lang)


@register.simple_tag(takes_context=True)
def face(context: Context, key: str, **params: object) -> str:
    """A sentence of the frame: `{% face "nav.today" %}`."""
    return words(context["lang"]).say(key, params or None)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a file: `{% asset "passkey.js" %}`."""
    return assets.address(name)
