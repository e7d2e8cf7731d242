"""Template tags of the pages of people: the only way from a template to words."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from alongside.desk.people import words

register = template.Library()


@register.simple_tag(takes_context=True)
def people(context: Context, key: str, **params: object) -> str:
    """A sentence of the catalogue of people: `{% people "login.title" %}`, `{% people "codes.left" count=n %}`."""
    return words.people(context["lang"]).say(key, params or None)


@register.simple_tag(takes_context=True)
def people_lines(context: Context, key: str) -> Any:
    """A list of sentences: `{% people_lines "begin.before" as points %}`."""
    return words.people(context["lang"]).raw(key)
