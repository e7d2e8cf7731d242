"""The choice of second factors as a page shows it, and the step that comes back: to give one, to add one.

A code app that is being set up, and the challenge of a passkey, are derived from the login's cookie: nothing is stored before it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from io import BytesIO
from typing import Any

import segno
from django.http import HttpRequest
from django.utils.safestring import SafeString

from alongside.desk.people import factors, whose, words
from alongside.desk.people.factors import CODES, PASSKEY, TOTP, Holder, WrongFactor
from alongside.desk.people.logins import Pending
from alongside.vault import logins as secrets
from alongside.vault import totp
from alongside.vault.errors import Refused

STEPS = ("totp", "passkey", "recovery")
ADDING = ("add-totp", "add-passkey")
_SEED_BYTES = 16


def _passkeys() -> Any:
    """The room of passkeys, imported when it is first needed: its library takes a third of a second, which every start would pay."""
    return import_module("alongside.desk.people.passkeys")


@dataclass(frozen=True, slots=True)
class Note:
    """What is shown once after a step: new recovery codes, how many are left, wrong codes that somebody tried."""

    codes: list[str] = field(default_factory=list, repr=False)
    left: int | None = None
    failed: int = 0


def page(request: HttpRequest, holder: Holder, now: datetime) -> tuple[str, dict[str, Any]]:
    """Template and context: the factors to give, or where she has none the ones to set up."""
    has = factors.enrolled(holder)
    if not has & set(factors.PROVING):
        return "people/first_factor.html", offered(request, holder)
    context: dict[str, Any] = {"has_totp": TOTP in has, "has_passkey": PASSKEY in has, "has_codes": CODES in has}
    if PASSKEY in has:
        context["passkey_options"] = _passkeys().asked_to_enter(holder, _cookie(request, holder), request.get_host())
    return "people/second.html", context


def offered(request: HttpRequest, holder: Holder) -> dict[str, Any]:
    """A code app and a passkey to set up. The seed stays the same while she mistypes, so that she need not scan again."""
    cookie, name = _cookie(request, holder), words.people(request.lang).say("factor.device_name")  # type: ignore[attr-defined]
    seed = _seed(request) or secrets.new_token()
    secret = secrets.totp_offer(cookie, seed)
    return {
        "seed": secrets.to_text(seed),
        "totp_text": totp.to_text(secret),
        "totp_square": square(totp.uri(secret, name)),
        "passkey_options": _passkeys().asked_to_add(holder, cookie, request.get_host(), name),
    }


def add(request: HttpRequest, holder: Holder, step: str, now: datetime) -> Note | None:
    """Keep the factor that was set up; with the first one come ten recovery codes. WrongFactor."""
    given = request.POST
    if step == "add-passkey":
        _passkeys().add(holder, _cookie(request, holder), request.get_host(), given.get("enter-passkey", ""))
    else:
        seed = _seed(request)
        if seed is None:
            raise WrongFactor
        factors.add_totp(holder, secrets.totp_offer(_cookie(request, holder), seed), given.get("enter-code", ""), now)
    return None if factors.codes_left(holder) else Note(codes=factors.new_codes(holder))


def check(request: HttpRequest, holder: Holder, now: datetime) -> Note | None:
    """Take the factor that was given. WrongFactor, TooSoon."""
    given, step = request.POST, request.POST.get("enter-step")
    if step == "passkey":
        _passkeys().check(holder, _cookie(request, holder), request.get_host(), given.get("enter-passkey", ""))
        return None
    if step == "recovery":
        return Note(left=factors.use_code(holder, given.get("enter-code", "")))
    failed = factors.check_totp(holder, given.get("enter-code", ""), now)
    # One wrong code is a slip of her own; more may be somebody who has her six words.
    return Note(failed=failed) if failed > 1 else None


def square(text: str) -> SafeString:
    """A square code as SVG within the page: no request, no script, dark on light in either scheme."""
    out = BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, border=4, light="#fff", dark="#000", svgclass="qr", omitsize=True
    )
    # Numbers alone, nothing of the text stands in it. The letters below say the same to whoever cannot see it.
    return SafeString(out.getvalue().decode().replace("<svg ", '<svg aria-hidden="true" ', 1))


def _cookie(request: HttpRequest, holder: Holder) -> bytes:
    return holder.cookie if isinstance(holder, Pending) else whose.secret_of(request)


def _seed(request: HttpRequest) -> bytes | None:
    try:
        seed = secrets.from_text(request.POST.get("enter-seed", ""))
    except Refused:
        return None
    return seed if len(seed) == _SEED_BYTES else None
