"""A case in which everything is told, each text a word of its own, so that a test can say where every fact comes out."""

import datetime
from collections.abc import Iterable
from typing import Any

from alongside.desk.submissions.drafting import items
from alongside.desk.submissions.drafting.draft import Drafted, Sender
from alongside.desk.submissions.drafting.drafted import drafted
from alongside.desk.submissions.drafting.form import SEEN, Field, Form, Section
from alongside.facts.consent import Consent, Recipient
from alongside.facts.events import Act, CourtDate, Detention, Event, Information, Involvement
from alongside.facts.evidence import Evidence
from alongside.facts.fact import Fact
from alongside.facts.following import Letter, StatusEvent, UnMention
from alongside.facts.persons import ContactWay, Person, PersonName, Relation
from alongside.facts.protection import Measure, RiskAssessment
from alongside.facts.steps import Cooperation, DomesticStep, Intervention, StateResponse
from alongside.facts.submissions import Draft, Submission
from alongside.facts.when import When

TODAY = datetime.date(2026, 11, 23)
SENDER = Sender("Example Desk", "desk@example.org")
RAPPORTEUR = Recipient("un-sr-human-rights-defenders", frozenset({"un-special-procedure"}))
TO_STATE = (("responsible-state", "name"),)
AMAL, BORIS, CHEN, DINA, EMIR, FARAH = (f"{number:032x}" for number in range(1, 7))
GUARD, POLICE = (f"{number:032x}" for number in range(11, 13))
EVENT, ARREST, VANISHED, THREAT, OTHERS_ACT, SECRET = (f"{number:032x}" for number in range(21, 27))
PERSONS = (AMAL, BORIS, CHEN, DINA, EMIR, FARAH)


def form(*asked: str, naming: tuple[tuple[str, str], ...] = TO_STATE, required: bool | None = None, **told: Any) -> Form:
    """A form that asks these items, or all."""
    fields = tuple(Field(item, item, required, None, SEEN) for item in asked or (*items.ITEMS, items.TYPED))
    given: dict[str, Any] = {
        "id": "test-form", "mechanisms": (RAPPORTEUR.id,), "recipient": "", "languages": ("en",), "unnamed": "yes",
        "family_consent": False, "procedure": False, "interim": False, "second_person": False, "per_person": False, "receipt": True,
        "pages": None, "confidence": "high", "sources": (), "naming": naming, "sections": (Section("all", fields),),
    }  # fmt: skip
    return Form(**(given | told))


def draft(**told: Any) -> Draft:
    return Draft(**({"id": "d" * 32, "revision": 1, "form": "test-form", "mechanism": RAPPORTEUR.id, "lang": "en"} | told))


def made(
    facts: Iterable[Fact], *asked: str, of: Draft | None = None, form_: Form | None = None, closed: bool = False, **told: Any
) -> Drafted:
    """The draft of these facts; `told` goes into the draft."""
    if "annexes" not in told:
        told["annexes"] = tuple(sorted(one.id for one in facts if isinstance(one, Evidence)))
    return drafted(facts, of or draft(**told), form_ or form(*asked), RAPPORTEUR, TODAY, closed, SENDER)


def text(drafted: Drafted, key: str | None = None) -> str:
    """What a field says, or all of them."""
    return "\n".join(one.text for one in drafted.shown if key in (None, one.field.key))


def yes(
    person: str, number: int, *, by: str | None = None, recipient: str = RAPPORTEUR.id, purpose: str = "send", **told: Any
) -> Consent:
    given: dict[str, Any] = {
        "id": f"{number:032x}", "revision": 1, "person": person, "recipient": recipient, "purpose": purpose, "answer": "agreed",
        "date": datetime.date(2026, 11, 1), "given_by": by or person, "means": "in-person", "risks_explained": True,
    }  # fmt: skip
    return Consent(**(given | told))


def agreed(*persons: str, named: bool = True) -> list[Fact]:
    """Their yes to the sending, and to being named to the State."""
    found: list[Fact] = []
    for person in persons:
        number = 1000 + 10 * int(person, 16)
        found.append(yes(person, number))
        if named:
            found.append(yes(person, number + 1, recipient="responsible-state", purpose="name"))
    return found


def name(word: str) -> tuple[PersonName, ...]:
    return (PersonName(text=f"{word}given {word}family", transliterations=(f"{word}translit",)),)


def person(who: str, word: str, *roles: str, **told: Any) -> Person:
    """A person whose every text begins with a word of her own."""
    given: dict[str, Any] = {
        "id": who, "revision": 1, "names": name(word), "roles": roles, "counting_unit": "individual", "sex": "female",
        "born": When("1990-05-03"), "birthplace": f"{word}birthplace", "alive": True, "nationality": ("EGY",),
        "nationality_status": "dual", "present_country": "TUN", "in_exile": True, "legal_status_there": f"{word}permit",
        "occupation": f"{word}occupation", "human_rights_work": f"{word}work", "organisation": f"{word}organisation",
        "identity_papers": f"Passport {word}paper7788", "health": f"{word}health", "address": f"{word}street 12, {word}town",
        "languages": (f"{word}tongue",), "categories": ("woman",),
        "contact_ways": (
            ContactWay(kind="phone", value=f"{word}phone", safe=True, when=f"{word}hours"),
            ContactWay(kind="email", value=f"{word}unsafe@example.org"),
        ),
    }  # fmt: skip
    return Person(**(given | told))


def people() -> list[Fact]:
    """Amal and Boris are harmed, Chen is Amal's sister, Dina a colleague, Emir tells, Farah asks the desk to act."""
    return [
        person(AMAL, "amal", "harmed", "cooperated"),
        person(BORIS, "boris", "harmed"),
        person(CHEN, "chen", "relative"),
        person(DINA, "dina", "colleague"),
        person(EMIR, "emir", "source"),
        person(FARAH, "farah", "submits"),
        Person(id=GUARD, revision=1, names=name("guard"), roles=("perpetrator",), perpetrator_type="prison-officials",
               occupation="guardrank", organisation="guardunit"),
        Person(id=POLICE, revision=1, names=name("police"), counting_unit="organisation", perpetrator_type="police"),
        Relation(id=f"{31:032x}", revision=1, person=AMAL, other=CHEN, type="sibling"),
        Relation(id=f"{32:032x}", revision=1, person=AMAL, other=DINA, type="lawyer"),
    ]  # fmt: skip


def happened() -> list[Fact]:
    return [
        Event(id=EVENT, revision=1, title="eventtitle", state_responsible="EGY", territory="LBY", foreign_state="TUN",
              place="eventplace", began=When("2026-09"), ended=When("2026-10"), description="eventdescription", impact="eventimpact",
              perpetrator="state", why="eventwhy", discrimination_grounds=("sex",), un_link=True, next_event="eventnext",
              irreparable_harm_imminent=True, wanted="eventwanted", urgency="days", needs=("legal-aid",)),
        Act(id=ARREST, revision=1, code="arrest-detention", event=EVENT, date=When("2026-10-05"), until=When("2026-10-20"),
            continuing=True, place="arrestplace", country="LBY", victims=(AMAL, BORIS), aimed_at=("family",), perpetrators=(POLICE,),
            sources=(EMIR,), stated_reason="arrestreason", method="arrestmethod", attribution="arrestattribution",
            physical_consequences="arrestbody", psychological_consequences="arrestmind", status_at_end="arrestend",
            description="arrestdescription"),
        Act(id=VANISHED, revision=1, code="enforced-disappearance", date=When("2026-10-21"), place="vanishedplace", victims=(AMAL,)),
        Act(id=THREAT, revision=1, code="threats", date=When("2026-09-01"), victims=(CHEN,), place="threatplace",
            description="threatdescription"),
        Act(id=OTHERS_ACT, revision=1, code="house-raid", date=When("2026-09-03"), victims=(BORIS,), place="raidplace",
            description="raiddescription"),
        Act(id=SECRET, revision=1, code="travel-ban", confidential=True, victims=(AMAL,), place="secretplace",
            description="secretdescription"),
        Involvement(id=f"{41:032x}", revision=1, act=ARREST, person=GUARD, degree="gave-orders", type="prison-officials",
                    status="guardstatus", how_known="guardknown"),
        Information(id=f"{42:032x}", revision=1, source=EMIR, about=(ARREST,), connection="witness", material="statement",
                    date=When("2026-10-06"), content="emirwords"),
        Information(id=f"{43:032x}", revision=1, about=(ARREST,), connection="reporter", material="news", content="newswords"),
        Detention(id=f"{44:032x}", revision=1, person=AMAL, act=ARREST, held=True, since=When("2026-10-05"), place="heldplace",
                  authority="heldauthority", acknowledged=False, warrant_shown=False, legal_basis="heldlaw", charges="heldcharges",
                  access_to_lawyer=False, access_to_family=True, access_to_doctor=False, lawyer=DINA, conditions="heldconditions",
                  health="heldhealth", court_case="heldcase", court_dates=(
                      CourtDate(date=When("2026-12-01"), court="heldcourt", what="heldhearing", result="heldresult"),)),
    ]  # fmt: skip


def done() -> list[Fact]:
    return [
        Cooperation(id=f"{51:032x}", revision=1, body="un-treaty-body", which="coopwhich", date=When("2026-08-01"), form="done",
                    by=AMAL, about="coopabout", how_perpetrator_knew="coopknew", un_documents=("A/HRC/1/2",)),
        DomesticStep(id=f"{52:032x}", revision=1, step="search", what="stepwhat", where="stepwhere", date=When("2026-10-10"),
                     persons=(AMAL,), result="stepresult", why_none="stepwhynone", remedy="pending",
                     final_decision=When("2026-11-02")),
        Intervention(id=f"{53:032x}", revision=1, type="petition", party="otherparty", party_kind="un", mechanism="un-wgad",
                     persons=(AMAL,), date=When("2026-10-12"), channel="otherchannel", spoke_with="otherspoke", asked="otherasked",
                     response="otherresponse", impact="otherimpact", status="pending", procedure="pending",
                     reference="UA EGY 1/2026", next_step="othernext"),
        StateResponse(id=f"{54:032x}", revision=1, position="denies", date=When("2026-11-10"), channel="answerchannel",
                      authority="answerauthority", answers=f"{53:032x}", summary="answersummary"),
        RiskAssessment(id=f"{55:032x}", revision=1, person=AMAL, date=datetime.date(2026, 11, 1), level="high", why="riskwhy"),
        Measure(id=f"{56:032x}", revision=1, what="measuredone", persons=(AMAL,), done=datetime.date(2026, 11, 3)),
        Measure(id=f"{57:032x}", revision=1, what="measureplanned", persons=(AMAL,)),
        Evidence(id=f"{58:032x}", revision=1, file="0f" * 16, sha256="a1" * 32, size=10, arrived="2026-11-01T00:00:00Z",
                 arrived_by="9" * 32, name="filename.jpg", title="filetitle", description="filedescription", about=(VANISHED,),
                 cleaning="cleaned", cleaned_sha256="b2" * 32),
        Letter(id=f"{60:032x}", revision=1, code="UA", reference="UA EGY 2/2026", date=When("2026-10-15"), intervention=f"{53:032x}"),
        UnMention(id=f"{61:032x}", revision=1, symbol="A/HRC/9/9", year=2026, annex="annex-1", paragraph="paragraph12", named=True,
                  persons=(AMAL,)),
        StatusEvent(id=f"{62:032x}", revision=1, code="charged", date=When("2026-11-05"), persons=(AMAL,), source=EMIR,
                    description="statusdescription"),
        Submission(id=f"{59:032x}", revision=1, draft="d" * 32, form="test-form", mechanism=RAPPORTEUR.id, lang="en",
                   sent="2026-10-02T10:00:00Z", sent_by="9" * 32, means="mail"),
    ]  # fmt: skip


def whole() -> list[Fact]:
    """Everything, and everybody agreed to everything."""
    return [*people(), *happened(), *done(), *agreed(*PERSONS)]
