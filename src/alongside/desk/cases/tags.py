"""Template tags of the pages of cases: the only way from a template to words."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString

from alongside.desk.cases import words
from alongside.desk.cases.forms.question import Group, Question
from alongside.facts.when import When

register = template.Library()


@register.simple_tag(takes_context=True)
def cases(context: Context, key: str, **params: object) -> str:
    """A sentence of the catalogue of cases: `{% cases "list.title" %}`, `{% cases "form.edit" kind=kind %}`."""
    return words.cases(context["lang"]).say(key, params or None)


@register.simple_tag(takes_context=True)
def case_label(context: Context, family: str, code: str) -> str:
    """The words for a code of a case: `{% case_label "role" code %}`."""
    return words.label(family, code, context["lang"])


@register.simple_tag(takes_context=True)
def case_heading(context: Context, family: str, code: str) -> str:
    """The same words where they stand alone."""
    return words.heading(family, code, context["lang"])


@register.simple_tag(takes_context=True)
def when(context: Context, date: When | None) -> str:
    """A date of a case with its precision, in words; nothing where it is untold."""
    return words.when(date, context["lang"])


@register.simple_tag
def case_options(question: Question, value: str) -> SafeString:
    """The options of a select, under their headings. In Python, because a list of all States costs a template 5 ms a page."""
    parts: list[str] = []
    for group in question.groups:
        options = "".join(
            f'<option value="{escape(choice.value)}"{" selected" if choice.value == value else ""}>{escape(choice.label)}</option>'
            for choice in group.choices
        )
        parts.append(f'<optgroup label="{escape(group.heading)}">{options}</optgroup>' if group.heading else options)
    return SafeString("".join(parts))


@register.simple_tag
def case_choices(question: Question, group: Group, first: bool = False) -> SafeString:
    """The answers of one group, to be ticked. In Python for the same reason: a case of sixty persons has hundreds on a page."""
    name, kind = escape(question.name), escape(question.kind)
    target = f' id="{name}-1"' if first else ""  # where the list of problems leads
    return SafeString(
        "".join(
            f'<label class="choice"><input type="{kind}" name="{name}"{target if number == 0 else ""} value="{escape(choice.value)}"'
            f"{' checked' if choice.chosen else ''}><span>{escape(choice.label)}</span></label>"
            for number, choice in enumerate(group.choices)
        )
    )
