"""A plan as plain tables: codes alone, or with sentences in one language. The command, the API, the pages and the PDF all show this."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from alongside.directory.mechanism import Channel, Mechanism
from alongside.directory.reader import Directory, load_text
from alongside.language.catalogue import read
from alongside.plan.advice import HORIZON, Caution
from alongside.plan.decide import Option, Plan
from alongside.plan.finding import Finding
from alongside.plan.reading import Problem
from alongside.plan.words import TEXTS, Words, words

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
    view = _Codes(directory) if language is None else _Sentences(directory, language)
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
    waiting: Counter[str] = Counter()
    for option in plan.options:
        if option.status == "conditional":
            waiting.update({finding.question for finding in option.findings if finding.question in TOLD_FACTS})
    return sorted(waiting, key=lambda fact: (-waiting[fact], TOLD_FACTS.index(fact)))[:5]


def problem_sentence(problem: Problem, language: str, directory: Directory) -> str:
    """One sentence for what could not be understood."""
    return words(language, directory).problem(problem)


class _Codes:
    """Entries with codes, parameters, sources and dates: what another program needs."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self._reasons: dict[int, Table] = {}

    def option(self, option: Option) -> Table:
        """One entry of the plan."""
        return self.shared(option) | {
            "missing": [fact for finding in option.findings if (fact := finding.question)],
            "would_change": [finding.change for finding in option.findings if finding.change],
            "warnings": [{"code": warning.code, "params": warning.params} for warning in option.warnings],
        }

    def unchanging(self, mechanism: Mechanism) -> Table:
        return _unchanging(mechanism)

    def shared(self, option: Option) -> Table:
        """What codes and sentences have in common."""
        mechanism = option.mechanism
        return {
            **self.unchanging(mechanism),
            "status": option.status,
            "consent_state": option.consent_state,
            "horizon": option.horizon,
            "reasons": [self.reason(finding, mechanism) for finding in option.findings],
            "act_before": option.act_before,
            "as_of": option.as_of,
            "confidence": option.confidence,
        }

    def ask(self, fact: str) -> Table:
        return {"fact": fact}

    def reason(self, finding: Finding, mechanism: Mechanism) -> Table:
        shared = self._reasons.get(id(finding))
        if shared is None:  # one finding serves many mechanisms
            shared = self._reasons[id(finding)] = self.shared_reason(finding)
        if shared["source"]:
            return shared
        source, dated = _entry_source(mechanism)
        return {**shared, "source": source, "dated": dated}

    def shared_reason(self, finding: Finding) -> Table:
        known = self.directory.sources.get(finding.source)
        source = known.title if known else (finding.instrument or None)
        params = {name: list(value) if isinstance(value, tuple) else value for name, value in finding.params.items()}
        return {"code": finding.code, "verdict": VERDICTS[finding.verdict], "params": params, "source": source,
                "instrument": finding.instrument or None, "dated": finding.dated}  # fmt: skip


VERDICTS = ("holds", "unknown", "weak", "fails")


class _Sentences(_Codes):
    """The same with words: names and advice of the directory, reasons and questions of the plan."""

    def __init__(self, directory: Directory, language: str) -> None:
        super().__init__(directory)
        self.words: Words = words(language, directory)
        self.language = language
        self._warnings: dict[int, Table] = {}
        self._asked: dict[int, tuple[str | None, str | None]] = {}

    def shared_reason(self, finding: Finding) -> Table:
        return {**super().shared_reason(finding), "text": self.words.reason(finding)}

    def ask(self, fact: str) -> Table:
        return {"fact": fact, "question": self.words.catalogue.say(f"question.{fact}")}

    def option(self, option: Option) -> Table:
        table = self.shared(option)
        missing: list[Table] = []
        changes: dict[str, None] = {}  # each sentence once, in order
        for finding in option.findings:
            if finding.question or finding.change:
                question, change = self.asked(finding)
                if finding.question:
                    missing.append({"fact": finding.question, "question": question or table["ask"]})
                if finding.change:
                    changes[change or table["would_open"]] = None
        table["missing"], table["would_change"] = missing, list(changes)
        table["warnings"] = [self.warning(warning) for warning in option.warnings]
        for warning in option.warnings:
            if warning.code in NEXT:
                table["next_step"] += f" {self.words.catalogue.say(NEXT[warning.code])}"
        return table

    def unchanging(self, mechanism: Mechanism) -> Table:
        return _in_words(mechanism, self.language)

    def asked(self, finding: Finding) -> tuple[str | None, str | None]:
        """The finding's question and change in words, said once a plan."""
        said = self._asked.get(id(finding))
        if said is None:
            said = self._asked[id(finding)] = (self.words.question(finding), self.words.change(finding))
        return said

    def warning(self, warning: Caution) -> Table:
        """A caution in words, the same object wherever it is the same."""
        said = self._warnings.get(id(warning))
        if said is None:
            text = self.words.catalogue.say(f"warning.{warning.code}", warning.params)
            said = self._warnings[id(warning)] = {"code": warning.code, "text": text}
        return said


NEXT = {"ask-still-works": "next.ask-still-works", "channel-check-first": "next.check-first"}
ENTRY_WORDS = ("name", "does", "speed", "for_whom", "discloses", "have_ready", "conditions", "outcome", "follow_up", "next_step",
               "ask", "would_open")  # fmt: skip


@lru_cache(maxsize=2048)
def _in_words(mechanism: Mechanism, language: str) -> Table:
    """What no situation changes, with what the directory says in the language or else in English, which `text_lang` then says."""
    own = load_text(language).get(mechanism.id)
    text = own or load_text("en")[mechanism.id]
    return {
        **_unchanging(mechanism),
        **{name: text[name] for name in ENTRY_WORDS},
        "text_lang": language if own else "en",
        "dangers": text["warnings"],
        "conflict_rule": read(TEXTS, language).say("conflict.rule") if mechanism.bars else None,
    }


@lru_cache(maxsize=512)
def _unchanging(mechanism: Mechanism) -> Table:
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


@lru_cache(maxsize=512)
def _entry_source(mechanism: Mechanism) -> tuple[str | None, str | None]:
    dated = str(mechanism.last_verified) if mechanism.last_verified else None
    return (mechanism.sources[0].title if mechanism.sources else None), dated


def _channel(channel: Channel) -> Table:
    return {"type": channel.type, "value": channel.value, "confidence": channel.confidence, "secure": channel.secure,
            "check_first": not channel.confirmed}  # fmt: skip
