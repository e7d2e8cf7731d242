"""A plan as Markdown: to keep, to print, to paste into a message to somebody trusted."""

from __future__ import annotations

from typing import Any

from alongside.directory.reader import Directory
from alongside.plan import present, summary
from alongside.plan.decide import Plan
from alongside.plan.words import Words, words

Table = dict[str, Any]


def markdown(table: Table, plan: Plan, directory: Directory, language: str) -> str:
    """The whole plan. Values are escaped, so that a name cannot turn into a heading or a link."""
    said = words(language, directory)
    say = said.catalogue.say
    by_id = {option["mechanism"]: option for option in table["options"]}
    out = [f"# {say('plan.title')}", ""]
    out += [f"- {label}: {escape(text)}" for label, text in summary.lines(plan.situation, said)]
    out += [f"- {say('plan.made')}: {table['as_of']}", "", f"> {say('plan.open-means')}", "", f"## {say('plan.first')}", ""]
    if not table["first"]:
        out += [say("plan.none-open"), ""]
    for number, id_ in enumerate(table["first"], 1):
        option = by_id[id_]
        out.append(f"{number}. **{escape(option['name'])}**: {escape(option['next_step'])} {channel(option, said)}")
    if table["ask_next"]:
        out += ["", f"## {say('plan.ask-next')}", "", *(f"- {asked['question']}" for asked in table["ask_next"])]
    for group, options in present.grouped(table).items():
        if options:
            out += ["", f"## {say(f'plan.{group}')}", ""]
            entry = _closed if group == "closed" else _entry
            out += [line for option in options for line in entry(option, said)]
    return "\n".join(out) + "\n"


def escape(text: str) -> str:
    """Text with Markdown's own characters made harmless."""
    for character in "\\`*_[]<>#|":
        text = text.replace(character, "\\" + character)
    return text


def channel(option: Table, said: Words) -> str:
    """The channel in words, with its caution; empty where there is no address."""
    found = option["channel"]
    if not found:
        return ""
    caution = f" ({said.label('confidence', 'low')})" if found["check_first"] else ""
    return f"{said.label('channel', found['type'])}: {found['value']}{caution}"


def _entry(option: Table, said: Words) -> list[str]:
    say = said.catalogue.say
    out = [f"### {escape(option['name'])}", "", f"{said.label('status', option['status'])}. {escape(option['does'])}", ""]
    out.append(f"- {say('plan.speed')}: {escape(option['speed'])}")
    out.append(f"- {say('plan.discloses')}: {escape(option['discloses'])}")
    out += [f"- {say('plan.why')}: {escape(reason['text'])}" for reason in option["reasons"]]
    out += [f"- {say('plan.missing')}: {escape(asked['question'])}" for asked in option["missing"]]
    out += [f"- {say('plan.dangers')}: {escape(warning['text'])}" for warning in option["warnings"]]
    out += [f"- {say('plan.dangers')}: {escape(danger)}" for danger in option["dangers"]]
    if option["act_before"]:
        out.append(f"- {say('plan.act-before', {'date': option['act_before']})}")
    out.append(f"- {say('plan.next-step')}: {escape(option['next_step'])} {channel(option, said)}")
    out.append(f"- {said.label('consent_state', option['consent_state'])}; {said.label('confidence', option['confidence'])}; "
               f"{say('plan.as-of', {'date': option['as_of'] or say('plan.no-date')})}")  # fmt: skip
    return [*out, ""]


def _closed(option: Table, said: Words) -> list[str]:
    why = " ".join(escape(reason["text"]) for reason in option["reasons"] if reason["verdict"] == "fails")
    return [f"- **{escape(option['name'])}**: {why} {escape(' '.join(option['would_change']))}"]
