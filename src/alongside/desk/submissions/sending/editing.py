"""A draft with one choice more. Pure: a draft in, a draft out; the store keeps what it was before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from alongside.desk.submissions.drafting.draft import Shown
from alongside.facts.submissions import Checked, Draft, Edited


def with_text(draft: Draft, shown: Shown, text: str) -> Draft:
    """The officer's own text in a field. What the facts said at that moment stays named in it, so that a later change of theirs shows."""
    made = Edited(key=shown.field.key, text=text, basis=shown.basis or None, facts=tuple(dict.fromkeys(shown.facts)))
    others = tuple(one for one in draft.texts if one.key != made.key)
    return replace(draft, texts=(*others, made), left_out=_without(draft.left_out, made.key))


def without_text(draft: Draft, key: str) -> Draft:
    """What the facts say, again."""
    return replace(draft, texts=tuple(one for one in draft.texts if one.key != key))


def left_out(draft: Draft, key: str) -> Draft:
    """A field that this recipient does not get."""
    return replace(draft, left_out=(*_without(draft.left_out, key), key))


def taken_in(draft: Draft, key: str) -> Draft:
    return replace(draft, left_out=_without(draft.left_out, key))


def with_choices(
    draft: Draft, lang: str, levels: Iterable[tuple[str, str]], annexes: Iterable[str], centre: Collection[str] = ()
) -> Draft:
    """Language, how much of each person is told, and which evidence goes along. The draft is for those who are told of and stand at the
    `centre`: a relative who is named beside them did not suffer what they suffered, and no form may say so. Without any of them it is
    for everybody who is told of."""
    levels = tuple(levels)
    told = tuple(person for person, level in levels if level != "left-out")
    persons = tuple(person for person in told if person in centre) or told
    return replace(draft, lang=lang, levels=levels, persons=persons, annexes=tuple(dict.fromkeys(annexes)))


def with_check(draft: Draft, checked: Checked) -> Draft:
    """What somebody looked up; the newest of one gate counts."""
    return replace(draft, checks=(*(one for one in draft.checks if one.gate != checked.gate), checked))


def _without(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    return tuple(one for one in keys if one != key)
