"""A situation in a few lines of words, as the head of a printed plan: what was told, nothing that was not."""

from __future__ import annotations

from alongside.language.days import written
from alongside.plan.situation import Situation
from alongside.plan.words import Words


def lines(situation: Situation, words: Words) -> list[tuple[str, str]]:
    """Pairs of label and words for what the plan was made from."""
    say = words.catalogue.say
    told = [(say("situation.state"), words.state(situation.state_responsible))]
    told.append((say("situation.acts"), words.listed("act", tuple(dict.fromkeys(act.code for act in situation.acts)))))
    if situation.happened:
        told.append((say("situation.when"), written(str(situation.happened), words.language)))
    if situation.present_country:
        told.append((say("situation.present"), words.state(situation.present_country)))
    if situation.categories:
        told.append((say("situation.person"), words.listed("category", tuple(sorted(situation.categories)))))
    if situation.un_cooperation is not None:
        bodies = tuple(dict.fromkeys(contact.body for contact in situation.un_cooperation))
        told.append((say("situation.un"), words.listed("body", bodies) if bodies else say("situation.none")))
    alive = None if situation.deceased is None else not situation.deceased
    for name, answer in (
        ("alive", alive),
        ("detained_now", situation.detained_now),
        ("missing_now", situation.missing_now),
        ("irreparable_harm_imminent", situation.irreparable_harm_imminent),
        ("in_exile", situation.in_exile),
    ):
        if answer is not None:
            told.append((say(f"situation.{name}"), say("situation.yes" if answer else "situation.no")))
    told.append((say("situation.urgency"), words.label("urgency", situation.urgency)))
    return told
