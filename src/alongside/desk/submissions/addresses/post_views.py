"""For administrators: by which server the desk's mail leaves, how the desk signs and whether a second
person reads all that leaves, a test message, and what has not left yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.desk.cases import at_hand, posts
from alongside.desk.outbox import deliveries, receipts, routes
from alongside.desk.outbox.channels.mail import posting
from alongside.desk.outbox.channels.mail import way as ways
from alongside.desk.outbox.channels.mail.letter import Letter, is_address
from alongside.desk.outbox.channels.mail.way import LANE, MOST_MB, PORTS, SECURITIES, USUAL_MB, Way
from alongside.desk.outbox.rules import STOPPED
from alongside.desk.people import cards, clock, gate, notices
from alongside.desk.people.unlocked import Unlocked
from alongside.desk.submissions import words
from alongside.desk.submissions.addresses import book
from alongside.desk.submissions.addresses.asking import Asks
from alongside.desk.submissions.addresses.book import ALWAYS, BY_FORM
from alongside.desk.submissions.drafting.draft import Sender
from alongside.facts.fields import LINE
from alongside.vault.errors import Refused

CONTACT = 1000
WAY = ("host", "port", "security", "user", "password", "sender", "most_mb")
SIGNATURE = ("sign_name", "sign_contact")
SECOND = (BY_FORM, ALWAYS)
Told = dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
@gate.administrator
def post(request: HttpRequest, unlocked: Unlocked, lang: str) -> HttpResponse:
    """The one page. `do` says which of its forms was sent."""
    if request.method != "POST":
        return _page(request, unlocked, {}, {})
    told = posts.typed(request)
    done = _FORMS.get(told.get("do", ""))
    if done is None:
        raise Http404
    answer = done(unlocked, told, lang)
    if isinstance(answer, HttpResponse):
        return answer
    return _page(request, unlocked, told, answer)


@require_safe
@gate.administrator
def tested(request: HttpRequest, unlocked: Unlocked, lang: str, delivery: UUID) -> HttpResponse:
    """What became of a test message. Only who sent it reads what the server said."""
    stands = deliveries.standing(unlocked.desk, [delivery], clock.now()).get(delivery)
    if stands is None:
        raise Http404
    receipt = receipts.receipt(unlocked, delivery)
    doubted = stands.state == STOPPED and stands.twice
    state = receipt.met if receipt else "stopped-late" if doubted else stands.state
    context = {"delivery": delivery, "stands": stands, "receipt": receipt, "state": state, "twice": stands.twice and not doubted}
    return render(request, "submissions/addresses/tested.html", context)


def known(unlocked: Unlocked) -> tuple[Way | None, bool]:
    """The way that is set, and whether one is that this machine's service key does not open."""
    try:
        return ways.of(unlocked.desk), False
    except Refused:
        return None, True


def moved_it(unlocked: Unlocked) -> bool:
    """Whether what is held waits because she pointed the mail elsewhere herself, so that somebody else has to let it go."""
    way = known(unlocked)[0]
    return way is not None and way.moved_by == unlocked.person.pk.hex and not book.is_alone(unlocked)


def _way(unlocked: Unlocked, told: Told, lang: str) -> HttpResponse | Told:
    was = known(unlocked)[0]
    made, faults = ways.typed({name: told.get(name, "") for name in WAY}, was)
    if made is None:
        return faults
    with transaction.atomic():
        cards.locked_desk(unlocked)
        was, held = known(unlocked)[0], 0
        # One administrator alone could lead the desk's letters to a server of his own: all are told, and what waits asks another person.
        if was is None or was.leads != made.leads:
            held = deliveries.hold_moved(unlocked.desk)
            notices.announce(unlocked, "notices.mail_moved", who=unlocked.person.pk.hex)
        ways.keep(unlocked.desk, made.put_by(unlocked.person.pk, was, held))
    return at_hand.see_other("addresses-post", lang=lang)


def _forget(unlocked: Unlocked, told: Told, lang: str) -> HttpResponse | Told:
    routes.forget(unlocked.desk, LANE)
    return at_hand.see_other("addresses-post", lang=lang)


def _sign(unlocked: Unlocked, told: Told, lang: str) -> HttpResponse | Told:
    name, contact, faults = told.get("sign_name", ""), told.get("sign_contact", ""), {}
    if not name or len(name) > LINE:
        faults["sign_name"] = "sign_name"
    if len(contact) > CONTACT:
        faults["sign_contact"] = "sign_contact"
    if faults:
        return faults
    book.sign_as(unlocked, Sender(name, contact))
    return at_hand.see_other("addresses-post", lang=lang)


def _ask_second(unlocked: Unlocked, told: Told, lang: str) -> HttpResponse | Told:
    wanted = at_hand.one_of(told.get("second", ""), SECOND)
    if wanted is None:
        return {"second": "second"}
    try:
        book.ask_second(unlocked, wanted == ALWAYS)
    except book.Alone:
        return {"second": "second_alone"}
    return at_hand.see_other("addresses-post", lang=lang)


def _test(unlocked: Unlocked, told: Told, lang: str) -> HttpResponse | Told:
    """Through the outbox like everything else, so that it also proves that a worker runs; tried once."""
    to = told.get("test_to", "")
    if not is_address(to):
        return {"test_to": "mail"}
    if not book.mail_ready(unlocked):
        return {"test_to": "no_way"}
    packed = posting.pack(Letter(to, words.say(lang, "addresses.test_text")), None)
    with transaction.atomic():
        row = posting.post(unlocked.desk, unlocked.card, packed, clock.now(), patience=timedelta(0))
    return at_hand.see_other("addresses-tested", lang=lang, delivery=row)


def _release(unlocked: Unlocked, told: Told, lang: str) -> HttpResponse | Told:
    with transaction.atomic():
        cards.locked_desk(unlocked)
        if moved_it(unlocked):
            return {"release": "release_own"}
        if deliveries.release(unlocked.desk, _id(told), clock.now()):
            notices.announce(unlocked, "notices.held_released", who=unlocked.person.pk.hex)
    return at_hand.see_other("addresses-post", lang=lang)


def _stop(unlocked: Unlocked, told: Told, lang: str) -> HttpResponse | Told:
    with transaction.atomic():
        cards.locked_desk(unlocked)
        if deliveries.stop(unlocked.desk, _id(told)):
            notices.announce(unlocked, "notices.held_stopped", who=unlocked.person.pk.hex)
    return at_hand.see_other("addresses-post", lang=lang)


_FORMS = {
    "way": _way,
    "signature": _sign,
    "second": _ask_second,
    "test": _test,
    "forget": _forget,
    "release": _release,
    "stop": _stop,
}


def _id(told: Told) -> UUID:
    try:
        return UUID(told.get("delivery", ""))
    except ValueError:
        raise Http404 from None


def _page(request: HttpRequest, unlocked: Unlocked, told: Told, faults: Told) -> HttpResponse:
    """With what was typed in the form that was sent, and what is kept in the others."""
    lang: str = request.lang  # type: ignore[attr-defined]
    way, locked = known(unlocked)
    signed = book.sender(unlocked)
    given = {"security": "starttls", "port": str(PORTS["starttls"]), "most_mb": str(USUAL_MB)}
    if way is not None:
        given = {"host": way.host, "port": str(way.port), "security": way.security, "user": way.user, "sender": way.sender}
        given["most_mb"] = str(way.most_mb)
    if signed is not None:
        given |= {"sign_name": signed.name, "sign_contact": signed.contact}
    given["second"] = ALWAYS if book.asks_second(unlocked) else BY_FORM
    typed = {name: value for name, value in told.items() if name in (*WAY, *SIGNATURE, "second", "test_to")}
    again = bool(typed.pop("password", ""))  # not shown again: it would lie in the page
    ask = Asks(lang, given | typed, faults, {"most": MOST_MB, "line": LINE, "prose": CONTACT})
    server = [
        ask.line("host"),
        ask.one("security", "security", SECURITIES),
        ask.line("port"),
        ask.line("sender"),
        ask.line("user"),
    ]
    password, most = ask.line("password"), ask.line("most_mb")
    signature, test = [ask.line("sign_name"), ask.prose("sign_contact")], ask.line("test_to")
    second = ask.one("second", "second", SECOND)
    every = [*server, password, most, *signature, second, test]
    waiting = deliveries.waiting(unlocked.desk)
    context: dict[str, Any] = {
        "way": way,
        "again": again,
        "locked": locked,
        "server": server,
        "password": password,
        "most": most,
        "signature": signature,
        "second": second,
        "broken": book.is_broken(unlocked),
        "test": test,
        "problems": [question for question in every if question.fault],
        "waiting": waiting,
        "held": any(state == "held" for _, state in waiting),
        "moved_it": moved_it(unlocked),
    }
    return render(request, "submissions/addresses/post.html", context, status=422 if faults else 200)
