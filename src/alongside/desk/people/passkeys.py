"""Passkeys: what the browser is asked for, and whether its answer counts. The `webauthn` library checks; nothing is stored between steps,
because the challenge is derived from the login's cookie (vault.logins.challenge).
"""

from __future__ import annotations

from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import InvalidJSONStructure, WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from alongside.desk.people import factors
from alongside.desk.people.factors import PASSKEY, Holder, WrongFactor
from alongside.desk.people.models import Factor
from alongside.vault import logins

ENTER, ADD = b"enter", b"add"
LONGEST = 16_000  # of a browser's answer; real ones have two thousand characters
MOST = 10  # passkeys a person
_PREFERRED = UserVerificationRequirement.PREFERRED


def site(host: str) -> str:
    """The name that a passkey belongs to: the host without its port. 127.0.0.1 is no name; pages are shown under localhost."""
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host


def purpose(holder: Holder, what: bytes) -> bytes:
    """What a challenge is for. The last proof is part of it: an answer from before does not serve to prove again."""
    proven = getattr(holder, "proven", None)
    return what + (str(int(proven.timestamp())).encode() if proven else b"")


def asked_to_add(holder: Holder, cookie: bytes, host: str, name: str) -> str:
    """What the browser is asked when a passkey is added, as JSON. `name` is shown by the device: it names nobody."""
    options = webauthn.generate_registration_options(
        rp_id=site(host),
        rp_name=name,
        user_name=name,
        user_display_name=name,
        user_id=holder.person.id.bytes,
        challenge=logins.challenge(cookie, purpose(holder, ADD)),
        # Not kept on the key itself, where whoever finds it could list the places that its owner logs in to.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=_PREFERRED
        ),
        exclude_credentials=_known(holder),
    )
    return options_to_json(options)


def asked_to_enter(holder: Holder, cookie: bytes, host: str) -> str:
    """What the browser is asked when she logs in or proves again, as JSON."""
    challenge = logins.challenge(cookie, purpose(holder, ENTER))
    return options_to_json(
        webauthn.generate_authentication_options(
            rp_id=site(host), challenge=challenge, allow_credentials=_known(holder), user_verification=_PREFERRED
        )
    )


def add(holder: Holder, cookie: bytes, host: str, answer: str) -> Factor:
    """Keep a new passkey. WrongFactor for an answer that is none, or not to this question."""
    if len(_rows(holder)) >= MOST:
        raise WrongFactor
    try:
        made = webauthn.verify_registration_response(
            credential=_short(answer),
            expected_challenge=logins.challenge(cookie, purpose(holder, ADD)),
            expected_rp_id=site(host),
            expected_origin=_origins(host),
        )
    except (WebAuthnException, InvalidJSONStructure, ValueError, KeyError, TypeError):
        raise WrongFactor from None
    content = {"credential": made.credential_id.hex(), "public": made.credential_public_key.hex()}
    if any(known["credential"] == content["credential"] for _, known in _rows(holder)):
        raise WrongFactor
    return factors.keep(holder, PASSKEY, content, counter=made.sign_count)


def check(holder: Holder, cookie: bytes, host: str, answer: str) -> None:
    """Whether one of her passkeys answered. A counter that goes back is a copied key: refused, once in any process."""
    try:
        named = base64url_to_bytes(webauthn.helpers.parse_authentication_credential_json(_short(answer)).id).hex()
        row, content = next((row, known) for row, known in _rows(holder) if known["credential"] == named)
        right = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=logins.challenge(cookie, purpose(holder, ENTER)),
            expected_rp_id=site(host),
            expected_origin=_origins(host),
            credential_public_key=bytes.fromhex(content["public"]),
            credential_current_sign_count=row.counter,
        )
    except (WebAuthnException, InvalidJSONStructure, StopIteration, ValueError, KeyError, TypeError):
        raise WrongFactor from None
    if not factors.write(holder, row, content, counter=right.new_sign_count):
        raise WrongFactor


def _rows(holder: Holder) -> list[tuple[Factor, dict[str, Any]]]:
    rows = [(row, factors.opened(holder, row)) for row in factors.of(holder.person) if row.kind == PASSKEY]
    return [(row, content) for row, content in rows if content is not None]


def _known(holder: Holder) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes.fromhex(content["credential"])) for _, content in _rows(holder)]


def _origins(host: str) -> list[str]:
    """Browsers make passkeys in secure contexts alone: https, or http on this very computer."""
    return [f"https://{host}"] + ([f"http://{host}"] if site(host) == "localhost" else [])


def _short(answer: str) -> str:
    if len(answer) > LONGEST:
        raise ValueError("longer than any browser's answer")
    return answer
