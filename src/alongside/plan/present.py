"""A plan as plain tables: codes alone, or with sentences in one language. The command, the API, the pages and the PDF all show this."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from alongside.directory.mechanism import Channel, Mechanism
from alongside.directory.reader import Directory, load_text
from alongside.directory.vocabulary import LANGUAGES
from alongside.plan.advice import HORIZON, Caution
from alongside.plan.decide import Option, Plan
from alongside.plan.finding import Finding
from alongside.plan.reading import Problem
from alongside.plan.words import Words, words

Table = dict[str, Any]
FIRST = 3
# Facts that a person can tell; the other questions go to operators, lawyers and official pages.
TOLD_FACTS = (
    "irreparable_harm_imminent", "detained_now", "missing_now", "deceased", "facts_date", "un_cooperation",
    "present_country", "victim.categories", "domestic_remedies", "discrimination_grounds", "perpetrator", "in_exile",
    "nationality", "pending_procedures", "other_cooperation", "final_domestic_decision_date",
)  # fmt: skip


def plan_dict(plan: Plan, directory: Directory, language: str | None = None, *, told: object = None) -> Table:
    """The plan as a table. `language` None leaves codes only; `told` is the situation as it came, returned unchanged."""
    view = _teller(directory, language)
    return {
        "situation": told,
        "as_of": plan.situation.as_of.isoformat(),
        "options": [view.option(option) for option in plan.options],
        "first": [option.mechanism.id for option in first(plan)],
        "ask_next": [view.ask(fact) for fact in ask_next(plan)],
    }


def first(plan: Plan) -> list[Option]:
    """The three to try first: open or conditional, not barred by her, of three kinds where the order allows it.

    What answers within hours stands at the top, whatever its strength: at two in the morning that is the one to call.
    """
    usable = [option for option in plan.options if option.status in ("open", "conditional") and option.consent_state != "barred"]
    reachable = [option for option in usable if option.status == "open" or not _unverified(option)]
    chosen: list[Option] = []
    for option in reachable:
        if len(chosen) < FIRST and option.mechanism.kind not in {one.mechanism.kind for one in chosen}:
            chosen.append(option)
    for option in reachable:
        if len(chosen) < FIRST and option not in chosen:
            chosen.append(option)
    soonest = {option.mechanism.id: HORIZON[option.horizon] for option in chosen}
    return sorted(chosen, key=lambda option: (soonest[option.mechanism.id], plan.options.index(option)))


def _unverified(option: Option) -> bool:
    return any(finding.code == "unverified" for finding in option.findings)


GROUPS = ("now", "days", "weeks", "prepare", "not-advised", "closed")
_GROUP_OF = {"now": "now", "days": "days", "weeks": "weeks", "months": "weeks", "prepare": "prepare"}


def grouped(table: Table) -> dict[str, list[Table]]:
    """A plan's entries under the headings of a page: by when they can act, then those not advised and those not open."""
    groups: dict[str, list[Table]] = {group: [] for group in GROUPS}
    for option in table["options"]:
        usable = option["status"] in ("open", "conditional")
        groups[_GROUP_OF[option["horizon"]] if usable else option["status"]].append(option)
    return groups


def ask_next(plan: Plan) -> list[str]:
    """The untold facts that hold back most conditional routes, the weightiest first, five at most."""
    waiting: dict[str, int] = {}
    for option in plan.options:
        if option.status == "conditional":
            for question in {finding.question for finding in option.findings if finding.question}:
                waiting[question] = waiting.get(question, 0) + 1
    return sorted(waiting.keys() & _PLACE.keys(), key=lambda fact: (-waiting[fact], _PLACE[fact]))[:5]


_PLACE = {fact: place for place, fact in enumerate(TOLD_FACTS)}


def problem_sentence(problem: Problem, language: str, directory: Directory) -> str:
    """One sentence for what could not be understood."""
    return words(language, directory).problem(problem)


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """A mechanism in one language: its fields as no situation changes them, with a place kept for those that it does."""

    table: Table
    source: str | None
    dated: str | None


class _Codes:
    """Entries with codes, parameters, sources and dates: what another program needs.

    What it makes of a finding stays on the finding: told once for each mechanism that uses it, and gone with it.
    """

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self._entries: dict[Mechanism, _Entry] = {}

    def option(self, option: Option) -> Table:
        """One entry of the plan."""
        entry = self._entries.get(option.mechanism) or self._entry(option.mechanism)
        table = entry.table.copy()
        reasons: list[Table] = []
        missing: list[object] = []
        changes: list[str] = []
        for finding in option.findings:
            reason, asked, change = finding.made.get(entry) or self._told(finding, entry)
            reasons.append(reason)
            if asked:
                missing.append(asked)
            if change:
                changes.append(change)
        table["status"] = option.status
        table["consent_state"] = option.consent_state
        table["horizon"] = option.horizon
        table["reasons"] = reasons
        table["act_before"] = option.act_before
        table["as_of"] = option.as_of
        table["confidence"] = option.confidence
        table["missing"] = missing
        table["would_change"] = changes
        table["warnings"] = [caution.made.get(self) or self._warned(caution) for caution in option.warnings]
        return table

    def ask(self, fact: str) -> Table:
        return {"fact": fact}

    def unchanging(self, mechanism: Mechanism) -> Table:
        """What no situation changes."""
        best = mechanism.best_channel
        return {
            "mechanism": mechanism.id,
            "kind": mechanism.kind,
            "who_files": list(mechanism.who_files),
            "beneficiary": list(mechanism.beneficiaries),
            "discloses_to": list(mechanism.discloses_to),
            "can_stay_unnamed": mechanism.unnamed,
            "conflicts_with": list(mechanism.bars),
            "channel": _channel(best) if best else None,
        }

    def reason(self, finding: Finding) -> Table:
        """A finding that every mechanism tells alike, but for those that are their own source."""
        known = self.directory.sources.get(finding.source)
        source = known.title if known else (finding.instrument or None)
        params = {name: list(value) if isinstance(value, tuple) else value for name, value in finding.params.items()}
        return {"code": finding.code, "verdict": VERDICTS[finding.verdict], "params": params, "source": source,
                "instrument": finding.instrument or None, "dated": finding.dated}  # fmt: skip

    def asked(self, finding: Finding, entry: _Entry) -> object:
        """What is missing, where the finding leaves something to ask."""
        return finding.question

    def change(self, finding: Finding, entry: _Entry) -> str | None:
        """What would change the finding, if anything."""
        return finding.change

    def warning(self, caution: Caution) -> Table:
        return {"code": caution.code, "params": caution.params}

    def _entry(self, mechanism: Mechanism) -> _Entry:
        source = mechanism.sources[0].title if mechanism.sources else None
        dated = str(mechanism.last_verified) if mechanism.last_verified else None
        entry = self._entries[mechanism] = _Entry(self.unchanging(mechanism) | dict.fromkeys(OF_THE_SITUATION), source, dated)
        return entry

    def _told(self, finding: Finding, entry: _Entry) -> Told:
        reason: Table | None = finding.made.get(self)
        if reason is None:
            reason = finding.made[self] = self.reason(finding)
        if not reason["source"]:
            reason = {**reason, "source": entry.source, "dated": entry.dated}
        told = finding.made[entry] = (reason, self.asked(finding, entry), self.change(finding, entry))
        return told

    def _warned(self, caution: Caution) -> Table:
        said = caution.made[self] = self.warning(caution)
        return said


Told = tuple[Table, object, str | None]  # the reason, what is missing, what would change it
VERDICTS = ("holds", "unknown", "weak", "fails")
OF_THE_SITUATION = ("status", "consent_state", "horizon", "reasons", "act_before", "as_of", "confidence", "missing",
                    "would_change", "warnings")  # fmt: skip


class _Sentences(_Codes):
    """The same with words: names and advice of the directory, reasons and questions of the plan."""

    def __init__(self, directory: Directory, language: str) -> None:
        super().__init__(directory)
        self.words: Words = words(language, directory)
        self.language = language

    def option(self, option: Option) -> Table:
        table = super().option(option)
        table["would_change"] = list(dict.fromkeys(table["would_change"]))  # each sentence once, in order
        for caution in option.warnings:
            if caution.code in NEXT:
                table["next_step"] += f" {self.words.catalogue.say(NEXT[caution.code])}"
        return table

    def ask(self, fact: str) -> Table:
        return {"fact": fact, "question": self.words.catalogue.say(f"question.{fact}")}

    def unchanging(self, mechanism: Mechanism) -> Table:
        """With what the directory says in the language or else in English, which `text_lang` then says."""
        own = load_text(self.language).get(mechanism.id)
        text = own or load_text("en")[mechanism.id]
        return {
            **super().unchanging(mechanism),
            **{name: text[name] for name in ENTRY_WORDS},
            "text_lang": self.language if own else "en",
            "dangers": text["warnings"],
            "conflict_rule": self.words.catalogue.say("conflict.rule") if mechanism.bars else None,
        }

    def reason(self, finding: Finding) -> Table:
        return {**super().reason(finding), "text": self.words.reason(finding)}

    def asked(self, finding: Finding, entry: _Entry) -> object:
        if finding.question is None:
            return None
        return {"fact": finding.question, "question": self.words.question(finding) or entry.table["ask"]}

    def change(self, finding: Finding, entry: _Entry) -> str | None:
        if finding.change is None:
            return None
        return self.words.change(finding) or str(entry.table["would_open"])

    def warning(self, caution: Caution) -> Table:
        return {"code": caution.code, "text": self.words.catalogue.say(f"warning.{caution.code}", caution.params)}


NEXT = {"ask-still-works": "next.ask-still-works", "channel-check-first": "next.check-first"}
ENTRY_WORDS = ("name", "does", "speed", "for_whom", "discloses", "have_ready", "conditions", "outcome", "follow_up", "next_step",
               "ask", "would_open")  # fmt: skip


@lru_cache(maxsize=len(LANGUAGES) + 1)
def _teller(directory: Directory, language: str | None) -> _Codes:
    """Tells plans in one language, or in codes; made once, so that the entries are."""
    return _Codes(directory) if language is None else _Sentences(directory, language)


def _channel(channel: Channel) -> Table:
    return {"type": channel.type, "value": channel.value, "confidence": channel.confidence, "secure": channel.secure,
            "check_first": not channel.confirmed}  # fmt: skip
