"""The narrowing of a list: for each facet the codes that are among the cases found, in words, with how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape  # as in rows: Django's asks of each text whether it is lazy

from django.utils.safestring import SafeString

from alongside.desk.cases import words
from alongside.desk.cases.finding.wish import NARROWED, Wish
from alongside.directory import vocabulary
from alongside.facts import codes

_FAMILIES = {"act": "act", "urgency": "urgency", "risk": "level", "group": "category"}
# What has an order of its own is shown in it; the rest by how many there are.
_ORDERED = {"urgency": vocabulary.URGENCIES, "risk": tuple(reversed(codes.LEVELS))}


def facets(counts: Mapping[str, Mapping[str, int]], wish: Wish, lang: str) -> SafeString:
    """The selects of the facets that would change something, and of those in use. As HTML: for a hundred States a template takes
    milliseconds."""
    return SafeString(
        "".join(
            _facet(name, counts.get(name, {}), wish.narrowed.get(name, ""), lang)
            for name in NARROWED
            if counts.get(name) or name in wish.narrowed
        )
    )


@lru_cache(maxsize=8192)
def label(name: str, code: str, lang: str) -> str:
    """A code of the digest in words."""
    plain = code.replace("_", "-")
    if name == "state":
        return words.country(plain.upper(), lang)
    if name == "mechanism":
        return words.mechanism(plain, lang)
    if name == "held":
        return words.cases(lang).say("list.held")
    if name == "perpetrator":
        return words.heading("perpetrator" if plain in vocabulary.PERPETRATORS else "perpetrator_type", plain, lang)
    return words.heading(_FAMILIES.get(name, name), plain, lang)


def _facet(name: str, counts: Mapping[str, int], chosen: str, lang: str) -> str:
    say = words.cases(lang).say
    pairs = dict(counts) if not chosen or chosen in counts else {**counts, chosen: 0}
    options = [f'<option value="">{escape(say("search.any"))}</option>']
    for code in sorted(pairs, key=lambda code: _rank(name, code, pairs[code], lang)):
        shown = say("search.option", {"label": label(name, code, lang), "count": pairs[code]})
        options.append(f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>{escape(shown)}</option>')
    heading = f'<label for="{name}">{escape(say(f"search.by.{name}"))}</label>'
    return f'<div class="question">{heading}<select name="{name}" id="{name}">{"".join(options)}</select></div>'


def _rank(name: str, code: str, count: int, lang: str) -> tuple[int, str]:
    order = _ORDERED.get(name, ())
    return (order.index(code) if code in order else -count, label(name, code, lang))
