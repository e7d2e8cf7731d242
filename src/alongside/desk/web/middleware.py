"""The public face: which requests are let in, and the headers of every answer, errors and static files included.

No cookie guards a form here, because none exists: a POST is taken when the browser says that it comes from this site, or when
whoever sends it is no browser. The desk's own face, `private`, stands on this one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from alongside.desk.guide import words
from alongside.desk.web import assets, errors

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Everything a browser could lend to a page, switched off: none is needed.
FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "clipboard-write",
    "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection",
    "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-create",
    "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    # `no-referrer` would make browsers send `Origin: null` with a form, and the check below would refuse it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "X-Content-Type-Options": "nosniff",
}
# A situation is small. The desk takes more, and only under its own paths.
LARGEST_BODY, MOST_FIELDS = 64 * 1024, 250
LARGEST_TABLE = 33 << 20  # a table of 32 MiB, and the rest of its form
LARGEST_PART = 9 << 20  # a part of a large file, 8 MiB
LARGEST_KEY = 1 << 20  # an OpenPGP key, which the page takes up to a quarter of that, and the rest of its form
LARGEST_UPLOAD = (1 << 30) + (1 << 20)  # a file of 1 GiB, and the rest of its form
_TABLES = re.compile(r"/desk/[a-z]{2}/cases/import/")
_EVIDENCE = re.compile(r"/desk/[a-z]{2}/cases/[0-9a-f-]{36}/evidence/(arriving/[0-9a-f-]{36}/)?")
_KEYS = re.compile(r"/desk/[a-z]{2}/addresses/[0-9a-z-]+/")
_REFERRALS = r"/desk/[a-z]{2}/(?:referred|cases/[0-9a-f-]{36}/referrals)/"
_PACKAGES = r"/desk/[a-z]{2}/cases/packages/"
_WITH_FILES = re.compile("|".join((_EVIDENCE.pattern, _TABLES.pattern, _KEYS.pattern, _PACKAGES, _REFERRALS)))
DESK = "/desk/"
FOR_EVER = "public, max-age=31536000, immutable"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
# Under this name the door tells why a body was not taken: 400, 408 or 503.
REFUSAL = "alongside.refusal"
SECONDS_TO_RETRY = "30"
# Pages that answer a form, by the name of their route.
FORMS = frozenset({"situation", "plan", "plan-sheet", "plan-save", "directory", "risk"})
FRAMEWORK = frozenset({"api:api-root", "api:openapi-json"})  # pages of django-ninja's own, which answer HEAD as well
logger = logging.getLogger("alongside.desk.web")


class PublicFace:
    """Checks a request, sets its language, and dresses its answer."""

    headers: Mapping[str, str] = HEADERS

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            if not assets.takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
                # Django's packing looks for the word alone and would pack for `gzip;q=0`.
                request.META.pop("HTTP_ACCEPT_ENCODING", None)
            request.lang = self.language(request)
            response = self._answer(request)
        except Exception:
            # Views that fail are answered below us. This is for what fails here: no answer leaves without its headers.
            logger.exception("a request failed in the middleware")
            response = errors.page(request, 500)
        return self.dressed(request, response)

    def language(self, request: HttpRequest) -> str:
        return words.of_path(request.path_info, request.headers.get("Accept-Language", ""))

    def refused(self, request: HttpRequest) -> int | None:
        """The status of a refusal, or None. Of a body only its length is looked at, and how many fields it has."""
        try:
            host = request.get_host()
        except DisallowedHost:
            return 400
        if request.method not in ("GET", "HEAD", "POST"):
            return 405
        if request.method != "POST":
            return None
        if not self.comes_from_here(request, host):
            return 403
        fault = refused_by_length(request.META)
        if fault:
            return fault
        # Multipart parsing takes files: only where a page asks for them.
        if request.content_type not in (FORM, JSON, "") and not takes_files(request.META):
            return 415
        told: int | None = request.META.get(REFUSAL)
        return told or self.refused_by_fields(request)

    def refused_by_fields(self, request: HttpRequest) -> int | None:
        return 400 if request.content_type == FORM and request.body.count(b"&") >= MOST_FIELDS else None

    def comes_from_here(self, request: HttpRequest, host: str) -> bool:
        """Whether a POST was sent from one of our own pages, or by something that is not a browser."""
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        if site is None and origin is None:
            return True
        return site in ("same-origin", "none") or is_ours(origin, host)

    def allowed(self, path: str) -> str:
        """The methods of a path, for the answer to one that no path takes."""
        return allowed(path)

    def dressed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer as it leaves: with every header, and without a cookie whoever set one."""
        response.cookies.clear()
        return self.with_headers(request, response)

    def with_headers(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A view may set a header itself only where it must differ (Cache-Control never)."""
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if response.status_code == 503:
            response.headers.setdefault("Retry-After", SECONDS_TO_RETRY)
        if request.META.get(REFUSAL):
            # The rest of the body may still come; on a connection that stays open it would be read as the next request.
            response.headers["Connection"] = "close"
        kept = request.path_info.startswith("/static/") and response.status_code == 200
        response.headers["Cache-Control"] = FOR_EVER if kept else "no-store"
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        refusal = self.refused(request)
        if refusal:
            if refusal == 413 and _TABLES.fullmatch(request.path_info):
                return errors.page(request, 413, words="413_table")  # there is another way for a large one
            return errors.page(request, refusal, allow=self.allowed(request.path_info) if refusal == 405 else None)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return errors.page(request, 405, allow=response.get("Allow"))
        return response


def refused_by_length(environ: Mapping[str, Any]) -> int | None:
    """The status with which a body is refused before any of it is read; None where it may be read."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        # Of unknown length. Django would take it for empty, and everything typed would be gone without a word.
        return 411
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()):
        return 400
    largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if environ["PATH_INFO"].startswith(DESK) else LARGEST_BODY
    if takes_files(environ):
        largest = LARGEST_UPLOAD
        if _TABLES.fullmatch(environ["PATH_INFO"]):
            largest = LARGEST_TABLE
        elif "/arriving/" in environ["PATH_INFO"]:
            largest = LARGEST_PART
        elif _KEYS.fullmatch(environ["PATH_INFO"]):
            largest = LARGEST_KEY
    return 413 if len(length) > 10 or int(length) > largest else None


def takes_files(environ: Mapping[str, Any]) -> bool:
    """Whether this is a form with files, on one of the pages that take them: it is sealed as it arrives, never held or written."""
    return bool(
        environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data")
        and _WITH_FILES.fullmatch(environ["PATH_INFO"])
    )


def allowed(path: str) -> str:
    """The methods of a path, for the answer to one that no path takes."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return "GET, HEAD"
    if name.startswith("api:"):
        return "POST" if name == "api:make_plan" else ("GET, HEAD" if name in FRAMEWORK else "GET")
    return "GET, HEAD, POST" if name in FORMS else "GET, HEAD"


def is_ours(origin: str | None, host: str) -> bool:
    """Compared as text: taking a made-up address apart can fail, and there are only two that are ours."""
    return origin is not None and origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())
