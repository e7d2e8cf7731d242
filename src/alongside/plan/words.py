"""The plan's sentences in one language: findings, questions, labels of codes, names of States."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from alongside.directory.reader import Directory, load_text
from alongside.language import catalogue, countries
from alongside.plan.finding import Finding
from alongside.plan.reading import Problem

TEXTS = Path(__file__).parent / "texts"
_LABELS = {"acts": "act", "categories": "category", "grounds": "ground", "bodies": "body", "kinds": "victim_kind",
           "treaty": "standing", "body": "body", "status": "route"}  # fmt: skip
_STATES = ("state", "states")
# Parameters that are a date of her own: when she vanished, when she is to be sent away, when her time to file ends.
PERSONAL = frozenset({"date", "missing_since", "day", "act_before"})
# Reasons that repeat what was done to her and who she is.
TOLD = frozenset({"any-act", "act-in-scope", "group-in-scope", "group-served", "ground-in-scope", "torture-shown", "torture-possible",
                  "harm-not-from-acts"})  # fmt: skip
MOST_SENTENCES = 4096
MOST_STATES = 8  # a sentence that lists a whole continent helps nobody


class Words:
    """Says what a plan holds. One per language and directory; it remembers nothing of a situation."""

    def __init__(self, language: str, directory: Directory) -> None:
        self.language = language
        self.catalogue = catalogue.read(TEXTS, language)
        self.directory = directory
        # Lists of codes and names of States come again in every plan. Codes only: nothing here tells whose plan it was.
        self._state_names: dict[str, str] = {}
        self._sentences: dict[tuple[object, ...], str] = {}
        self.listed = lru_cache(maxsize=2048)(self._listed)

    def label(self, group: str, code: str) -> str:
        """The word for a code, such as `act` `travel-ban`."""
        return self.catalogue.say(f"{group}.{code}")

    def state(self, iso3: str) -> str:
        """The State's name, its code where nobody named it."""
        name = self._state_names.get(iso3)
        if name is None:
            row = self.directory.states.get(iso3)
            name = self._state_names[iso3] = countries.name(iso3, row["alpha2"], self.language) if row else iso3
        return name

    def mechanism(self, id_: str) -> str:
        """The name of a mechanism, in English where the language has none."""
        text = load_text(self.language).get(id_) or load_text("en").get(id_)
        return str(text["name"]) if text else id_

    def reason(self, finding: Finding) -> str:
        """Why a test came out as it did."""
        return self._once("reason", finding.code, finding)

    def change(self, finding: Finding) -> str | None:
        """What would change it; None where the directory's entry itself has to say."""
        if finding.change is None or finding.change == "own":
            return None
        return self._once("change", finding.change, finding)

    def _once(self, group: str, code: str, finding: Finding) -> str:
        """The sentence, remembered: most say something of the directory and come again in every plan.

        Sentences with acts, groups or dates of the person's own are made anew each time and kept nowhere.
        """
        params = finding.params
        if code in TOLD or not PERSONAL.isdisjoint(params):
            return self.catalogue.say(f"{group}.{code}", self._said(params))
        key = (group, code, *params.items())
        sentence = self._sentences.get(key)
        if sentence is None:
            if len(self._sentences) >= MOST_SENTENCES:
                self._sentences.clear()
            sentence = self._sentences[key] = self.catalogue.say(f"{group}.{code}", self._said(params))
        return sentence

    def question(self, finding: Finding) -> str | None:
        """The question to ask; None where the directory's entry itself has it."""
        if finding.question is None or finding.question == "own":
            return None
        return self.catalogue.say(f"question.{finding.question}")

    def problem(self, problem: Problem) -> str:
        """One sentence for a value that cannot be understood: field, fault, what is accepted."""
        hint = self.catalogue.say("problem.did-you-mean", {"nearest": problem.nearest}) if problem.nearest else ""
        params = {"field": problem.field, "value": problem.value, "accepted": problem.accepted, "nearest": hint}
        return self.catalogue.say(f"problem.{problem.fault}", params)

    def _listed(self, group: str, codes: tuple[str, ...]) -> str:
        """Words for several codes, joined as the language joins them."""
        return self.catalogue.say("plan.list").join(self.label(group, code) for code in codes)

    def _said(self, params: Mapping[str, object]) -> dict[str, object]:
        if not params:
            return {}
        said: dict[str, object] = {}
        for name, value in params.items():
            if name in _STATES:
                said[name] = self._states(value)
            elif name in _LABELS and isinstance(value, tuple):
                said[name] = self.listed(_LABELS[name], value)
            elif name in _LABELS and value:
                said[name] = self.label(_LABELS[name], str(value))
            elif name == "mechanisms" and isinstance(value, tuple):
                said[name] = self.catalogue.say("plan.list").join(self.mechanism(id_) for id_ in value)
            else:
                said[name] = self.catalogue.say("plan.list").join(map(str, value)) if isinstance(value, tuple) else value
        if "acts" in params and "categories" in params and "grounds" in params:
            wanted = [(name, params[name]) for name in ("acts", "categories", "grounds")]
            groups = (self.listed(_LABELS[name], value) for name, value in wanted if isinstance(value, tuple) and value)
            said["wanted"] = self.catalogue.say("plan.list").join(groups)
        return said

    def _states(self, value: object) -> str:
        if not isinstance(value, tuple):
            return self.state(str(value))
        names = [self.state(str(iso3)) for iso3 in value[:MOST_STATES]]
        return self.catalogue.say("plan.list").join(names) + (" …" if len(value) > MOST_STATES else "")


@lru_cache(maxsize=12)
def words(language: str, directory: Directory) -> Words:
    """The words of a language, made once. Raises ValueError for a language the product does not speak."""
    return Words(language, directory)
