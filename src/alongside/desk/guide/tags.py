"""Template tags: the only way from a template to words, so that no sentence stands in a template."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from alongside.desk.guide import words
from alongside.desk.guide.form import Question
from alongside.language.catalogue import direction

# Browsers write the body of a form that was answered with a page to the disk, to send it again after a crash: Chromium into Sessions/.
# Not one that holds a password, so each form of the desk does.
_UNKEPT = SafeString('<input type="password" name="unkept" value="-" autocomplete="one-time-code" tabindex="-1" hidden>')
register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **params: object) -> str:
    """A sentence of the guide's catalogue: `{% say "home.title" %}`, `{% say "directory.found" count=n %}`."""
    return words.guide(context["lang"]).say(key, params or None)


@register.simple_tag(takes_context=True)
def lines(context: Context, key: str) -> Any:
    """A list of sentences: `{% lines "about.is_not" as points %}`."""
    return words.guide(context["lang"]).raw(key)


@register.simple_tag(takes_context=True)
def label(context: Context, family: str, code: str) -> str:
    """The words for a code: `{% label "act" code %}`."""
    return words.label(family, code, context["lang"])


@register.simple_tag(takes_context=True)
def heading(context: Context, family: str, code: str) -> str:
    """The words for a code where they stand alone: with a capital letter, where the script has one."""
    return words.heading(family, code, context["lang"])


@register.simple_tag(takes_context=True)
def day(context: Context, text: object) -> str:
    """A date in the reader's language; `{% day span %}`."""
    return words.day(str(text), context["lang"])


@register.simple_tag(takes_context=True)
def tongue(context: Context, lang: str) -> SafeString:
    """The attributes of a text that is not in the page's language: `<p{% tongue entry.lang %}>`; nothing where it is."""
    return SafeString("") if lang == context["lang"] else _marked(lang)


@lru_cache(maxsize=16)
def _marked(lang: str) -> SafeString:
    return format_html(' lang="{}" dir="{}"', lang, direction(lang))


@register.simple_tag
def options(question: Question) -> SafeString:
    """The options of a select. In Python, because the list of States alone costs a template 5 ms a page."""
    return SafeString(
        "".join(
            f'<option value="{escape(choice.value)}"{" selected" if choice.chosen else ""}>{escape(choice.label)}</option>'
            for choice in question.choices
        )
    )


@register.simple_tag
def unkept() -> SafeString:
    """What keeps a form out of the browser's files; each form of the desk that is posted holds it."""
    return _UNKEPT
