"""Content credentials (C2PA) verified: whether hashes and signature hold, and what the certificate and the manifest say of themselves.

Nobody is asked: no list of trusted signers, no address, no revocation. That the signature holds says that these bytes are those that
were signed; who signed is a name in a certificate that anybody can make. So nothing here ever says "trusted".
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from alongside.cleaning.inside import credentials
from alongside.cleaning.kinds import KINDS
from alongside.cleaning.results import ABSENT, BROKEN, INTACT, UNREADABLE, Credentials

# PDF is not among them: the library reads it with threads, and ends the process where it may start none.
VERIFIED = frozenset(
    (
        "jpeg",
        "png",
        "webp",
        "gif",
        "tiff",
        "heic",
        "docx",
        "xlsx",
        "pptx",
        "odt",
        "ods",
        "odp",
        "mp3",
        "m4a",
        "flac",
        "wav",
        "mp4",
        "mov",
    )
)
# All switches that could make the library ask somebody, or believe somebody, are off.
ALONE = {
    "verify": {
        "verify_after_reading": True,
        "verify_trust": False,
        "verify_timestamp_trust": False,
        "ocsp_fetch": False,
        "remote_manifest_fetch": False,
    },
    "core": {"allowed_network_hosts": [], "decode_identity_assertions": False, "max_decompressed_manifest_size_in_mb": 32},
}
# Without one of these words no manifest is in the file, nor the address of one: most files never meet the library.
_NAMED, _POINTED = re.compile(rb"c2pa", re.IGNORECASE), re.compile(rb"provenance", re.IGNORECASE)
_SIGNED, _BOUND = "claimSignature.validated", re.compile(r"assertion\.(data|bmff|boxes|collection)Hash\.match")
# About the certificate and the clock, not about the bytes: told, and no reason to call them changed.
_BESIDE = ("signingCredential.", "timeStamp.", "claimSignature.outsideValidity")
ELSEWHERE, UNVERIFIED_KIND, NO_MANIFEST, FAILED = (
    "manifest.inaccessible",
    "kind.notVerified",
    "manifest.notFound",
    "reading.failed",
)
_MOST = 12
_LONGEST = 200


def verified(data: bytes, kind: str) -> Credentials:
    """The standing of the file's credentials and what they say. Whatever the library does with a broken file: an answer."""
    there = credentials.present(data, kind)
    if not (there or _NAMED.search(data) or _POINTED.search(data)):
        return Credentials(ABSENT)
    if kind not in VERIFIED:
        return _unread(data, UNVERIFIED_KIND) if there else Credentials(ABSENT)
    import c2pa

    try:
        with c2pa.Context.from_dict(ALONE) as context:
            reader = c2pa.Reader.try_create(KINDS[kind].media, io.BytesIO(data), context=context)
            if reader is None:
                return _unread(data, NO_MANIFEST) if there else Credentials(ABSENT)
            with reader:
                return _told(json.loads(reader.json()))
    except MemoryError:
        raise
    except Exception as error:  # its own errors, and whatever a hostile manifest makes of its answer
        if str(error).startswith("Remote"):
            return _unread(data, ELSEWHERE)
        return _unread(data, FAILED) if there or _NAMED.search(data) else Credentials(ABSENT)


def _unread(data: bytes, code: str) -> Credentials:
    return Credentials(UNREADABLE, program="; ".join(credentials.claims(data)), codes=(code,))


def _told(said: Any) -> Credentials:
    manifest, results = said["manifests"][said["active_manifest"]], said["validation_results"]
    active = results.get("activeManifest") or {}
    # An ingredient that does not hold is told too: nothing that is broken somewhere is called whole.
    parts = [active, *(delta.get("validationDeltas") or {} for delta in results.get("ingredientDeltas") or [])]
    failed = list(dict.fromkeys(code for part in parts for code in _codes(part, "failure")))
    changed = any(not code.startswith(_BESIDE) for code in failed)
    bound = any(_BOUND.fullmatch(code) for part in parts for code in _codes(part, "success"))
    whole = bound and _SIGNED in _codes(active, "success")
    told = [*failed, *_of_parts(manifest)]
    signature = manifest.get("signature_info") or {}
    return Credentials(
        BROKEN if changed else INTACT if whole else UNREADABLE,
        signer=_joined(signature.get("common_name"), signature.get("issuer")),
        signed=_line(signature.get("time")),
        program="; ".join(_programs(manifest)),
        actions=tuple(_actions(manifest))[:_MOST],
        codes=tuple(told or ([] if whole else [FAILED]))[:_MOST],
    )


def _codes(part: Any, outcome: str) -> list[str]:
    return [_line(status["code"]) for status in part.get(outcome) or []]


def _of_parts(manifest: Any) -> Iterator[str]:
    """What the signer found broken in the pictures that it worked from. It signed them all the same, and its own signature may hold."""
    found: dict[str, None] = {}
    for part in manifest.get("ingredients") or []:
        results = part.get("validation_results") or {}
        failed = [*_codes(results.get("activeManifest") or {}, "failure"), *_codes(part, "validation_status")]
        found |= dict.fromkeys(f"ingredient: {code}" for code in failed if not code.startswith(_BESIDE))
    yield from found


def _programs(manifest: Any) -> Iterator[str]:
    for made in (manifest.get("claim_generator_info") or [])[:_MOST]:
        yield _joined(made.get("name"), made.get("version"), between=" ")
    if not manifest.get("claim_generator_info"):
        yield _line(manifest.get("claim_generator"))


def _actions(manifest: Any) -> Iterator[str]:
    for assertion in manifest.get("assertions") or []:
        if str(assertion.get("label")).startswith("c2pa.actions"):
            for action in assertion["data"].get("actions") or []:
                yield _joined(action.get("action"), action.get("when"), between=" ")


def _joined(*parts: object, between: str = ", ") -> str:
    return between.join(dict.fromkeys(line for part in parts if (line := _line(part))))


def _line(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return "".join(sign if sign.isprintable() else " " for sign in value[:_LONGEST]).strip()
