"""A referral in words: what travels and what stays, field by field and why; what each message said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from alongside.desk.cases import at_hand
from alongside.desk.cases import words as case_words
from alongside.desk.cases.forms import naming, showing
from alongside.desk.cases.shown import Said, isolated
from alongside.desk.submissions import words
from alongside.desk.submissions.referral.travelling import Held, Line
from alongside.facts.consent import RECIPIENT, Consent
from alongside.facts.evidence import INSTANT
from alongside.facts.fact import Fact
from alongside.facts.fields import declared
from alongside.facts.plain import to_plain
from alongside.facts.publicity import Referral, ReferralStep

OWN_WORDS = ("not-chosen", "internal", "confidential", "file", "hangs", "nobody", "source", "unnamed", "names", "link", "unknown",
             "photo", "guardian-suspected")  # fmt: skip
# True, and of no use to who reads what leaves; nor does the other desk learn who of us took a file in: the id names nobody there.
QUIET = frozenset({"id", "revision", "file", "sha256", "arrived_by"})


def say(lang: str, key: str, **params: object) -> str:
    return words.say(lang, f"referral.{key}", **params)


def lines_of(
    said: Said, lines: Sequence[Line], beside: Mapping[str, Fact] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What travels, each fact with its fields and with what of it stays; and what stays, with why.

    What travels is shown as the other desk will read it: called by nothing that does not go. `beside`: facts that they have already.
    """
    go = {one.goes.id: one.goes for one in lines if one.goes is not None}
    there = Said(said.lang, {**(beside or {}), **go}, said.colleagues, said.desks)
    goes = [_going(there, one, one.goes) for one in lines if one.goes is not None]
    stays = [_head(said, one.fact) | {"why": why(said, one.why)} for one in lines if one.goes is None]
    return goes, stays


def _going(there: Said, line: Line, fact: Fact) -> dict[str, Any]:
    plain, names = to_plain(fact), [name for name in declared(type(fact)) if name not in QUIET]
    fields = [(label(there, fact, name), _words(there, fact, name, plain.get(name))) for name in names]
    return _head(there, fact) | {
        "fields": [pair for pair in fields if pair[1]],
        "held": [_held(there, fact, held) for held in line.held],
    }


def _words(there: Said, fact: Fact, name: str, value: Any) -> list[str]:
    """One field, as lines. Other desks are called by the names that we know them by."""
    kind = declared(type(fact))[name].metadata["kind"]
    if kind is INSTANT and isinstance(value, str):
        return [moment(there, value)]
    if kind is RECIPIENT and isinstance(value, str):
        return [case_words.capital(there.recipient(value))]
    return showing.lines(type(fact), name, value, there.around)


def label(said: Said, fact: Fact, field: str) -> str:
    return case_words.field(case_words.table_name(type(fact)), field, said.lang)


def _head(said: Said, fact: Fact) -> dict[str, str]:
    """What a fact is called. Beside an answer about consent stands to which desk, for what, and when."""
    kind = said.kind(fact.KIND)
    if isinstance(fact, Consent):
        line = said.line(fact)
        return {"kind": kind, "name": line.head, "small": line.small}
    return {"kind": kind, "name": naming.name_of(fact, said.facts, said.lang), "small": ""}


def why(said: Said, code: str) -> str:
    """Why something stays: our own words, or those of the ledger."""
    return say(said.lang, f"why.{code}") if code in OWN_WORDS else said.say(f"consent.why.{code}")


def _held(said: Said, fact: Fact, one: Held) -> tuple[str, str]:
    return (label(said, fact, one.field) if one.field else say(said.lang, "later_fields")), why(said, one.why)


def summary(said: Said, one: Referral) -> dict[str, Any]:
    """A referral as one line of a list."""
    return {
        "id": one.id,
        "desk": one.desk_name or said.say("export.another_desk"),
        "words": state(said, one),
        "tone": "now" if one.withdrawn else "",
        "small": isolated([said.label("referral_way", one.way), moment(said, one.since), said.names(one.persons)]),
    }


def state(said: Said, one: Referral) -> str:
    """One sentence: waiting, accepted, declined, taken back."""
    if one.withdrawn:
        return say(said.lang, "state.withdrawn", when=moment(said, one.withdrawn))
    if one.answer == "declined":
        return say(said.lang, "state.declined", when=moment(said, one.answered or one.since), why=one.reason or "")
    if one.way == "in":
        return say(said.lang, "state.taken", when=moment(said, one.since))
    if one.answer == "accepted":
        return say(said.lang, "state.accepted", when=moment(said, one.answered or one.since))
    return say(said.lang, "state.waits")


def step(said: Said, one: ReferralStep) -> dict[str, str]:
    """One message."""
    parts = [said.label("referral_way", one.way), moment(said, one.at), said.colleague(one.by) if one.by else ""]
    who = [say(said.lang, "took_back", names=said.names(one.persons))] if one.persons else []
    head = said.heading("referral_step", one.what)
    if one.answer:
        head = f"{head}: {said.label('referral_answer', one.answer)}"
    return {"head": head, "small": isolated([*parts, *who]), "text": one.text or ""}


def people(facts: Iterable[Fact], said: Said) -> list[str]:
    """Names of those whom a package is about, before anything of it is kept."""
    return [naming.name_of(one, {}, said.lang) for one in at_hand.with_own_plan(facts)]


def kinds(facts: Iterable[Fact], said: Said) -> list[tuple[str, int]]:
    """How many facts of each kind."""
    counted: dict[str, int] = {}
    for one in facts:
        counted[one.KIND] = counted.get(one.KIND, 0) + 1
    return [(said.say(f"kinds.{kind}"), number) for kind, number in sorted(counted.items()) if said.has(f"kinds.{kind}")]


def moment(said: Said, text: str) -> str:
    return f"{said.day(date.fromisoformat(text[:10]))}, {text[11:16]} UTC"


def fault_of(lang: str, code: str) -> str:
    """One sentence on why a package was not taken; those of packages are `cases`' own."""
    if f"referral.fault.{code}" in words.of("referral", lang):
        return say(lang, f"fault.{code}")
    return case_words.cases(lang).say(f"export.fault.{code}", {"most": "1 GiB"})
