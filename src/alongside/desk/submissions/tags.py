"""Template tags of the pages of submissions."""

from __future__ import annotations

from django import template
from django.template.context import Context

from alongside.desk.submissions import words

register = template.Library()


@register.simple_tag(takes_context=True)
def sub(context: Context, key: str, **params: object) -> str:
    """A sentence of a room of submissions: `{% sub "sending.title" %}`, `{% sub "sending.to" name=name %}`."""
    return words.say(context["lang"], key, **params)
