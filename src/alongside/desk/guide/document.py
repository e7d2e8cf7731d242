"""The plan as values for the typesetter: what a person may carry on paper."""

from __future__ import annotations

from typing import Any

from alongside.desk.guide import words
from alongside.directory import reader
from alongside.language.catalogue import direction
from alongside.plan import present, summary
from alongside.plan.decide import Plan
from alongside.plan.markdown import channel
from alongside.plan.words import Words
from alongside.plan.words import words as plan_words

Table = dict[str, Any]


def values(table: Table, plan: Plan, lang: str) -> Table:
    """The keys that `typeset/templates/plan.typ` names at its head."""
    said = plan_words(lang, reader.load())
    say, guide = said.catalogue.say, words.guide(lang).say
    by_id = {option["mechanism"]: option for option in table["options"]}
    groups = present.grouped(table)
    closed = groups.pop("closed")
    return {
        "lang": lang,
        "dir": direction(lang),
        "title": say("plan.title"),
        "made_for": [f"{label}: {text}" for label, text in summary.lines(plan.situation, said)],
        "as_of": f"{say('plan.made')}: {words.day(table['as_of'], lang)}",
        "banner": guide("frame.nobody"),
        "open_means": say("plan.open-means"),
        "first": [_first(by_id[id_], said) for id_ in table["first"]],
        "groups": [_group(group, options, said) for group, options in groups.items() if options],
        "closed_title": say("plan.closed"),
        "closed": [{"name": option["name"], "why": _why(option), "lang": option["text_lang"]} for option in closed],
        "footer": guide("plan.footer"),
        "labels": {name: say(f"plan.{key}") for name, key in LABELS.items()},
    }


LABELS = {
    "first": "first",
    "speed": "speed",
    "discloses": "discloses",
    "next_step": "next-step",
    "channel": "channel",
    "warnings": "dangers",
}

COLOURS = {"now": "now", "days": "days", "weeks": "weeks", "prepare": "prepare", "not-advised": "advice"}


def _first(option: Table, said: Words) -> Table:
    return {"name": option["name"], "do": option["next_step"], "channel": channel(option, said), "lang": option["text_lang"]}


def _group(group: str, options: list[Table], said: Words) -> Table:
    return {
        "title": said.catalogue.say(f"plan.{group}"),
        "colour": COLOURS[group],
        "entries": [_entry(option, said) for option in options[:WHOLE]],
        "brief": [{"name": option["name"], "channel": channel(option, said)} for option in options[WHOLE:]],
    }


WHOLE = 5  # entries of a group that stand whole; thirty pages are carried by nobody


def _entry(option: Table, said: Words) -> Table:
    return {
        "name": option["name"],
        "does": option["does"],
        "speed": option["speed"],
        "discloses": option["discloses"],
        "next_step": option["next_step"],
        "channel": channel(option, said),
        "warnings": [warning["text"] for warning in option["warnings"]],
        "lang": option["text_lang"],
    }


def _why(option: Table) -> str:
    """The first thing that shuts the route: on paper one is enough, the page has them all."""
    return next((str(reason["text"]) for reason in option["reasons"] if reason["verdict"] == "fails"), "")
