"""The face of the desk: everything under /desk/ gets stricter checks and other headers than the public pages (security.md 2, 20).

Pages here are not packed: they hold secrets beside what somebody typed, and the length of a packed page would tell the one by the
other (BREACH). There is no token in a form either; a POST needs a browser that says where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import Morsel

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.middleware.gzip import GZipMiddleware

from alongside.desk.cases.evidence import sealing
from alongside.desk.guide import words
from alongside.desk.people.addresses import LOOPBACK
from alongside.desk.web import middleware

COOKIE = "alongside"
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",  # files of ours; what they could do to a page as text, the last line forbids
        "style-src 'self'",
        "connect-src 'self'",  # parts of a large file
        "img-src 'self'",
        "font-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
FEATURES = ", ".join(f"{feature}={'(self)' if feature in PASSKEYS else '()'}" for feature in middleware.FEATURES)
# Browsers bind a passkey to a name. They know none for an address of numbers, so the desk is at home under localhost alone.
BY_NUMBER = {"127.0.0.1": "localhost", "[::1]": "localhost"}
# What a browser may keep of the desk beside the cookie. Not "cookies": that would reach every site of the same domain.
CLEAR = '"cache", "storage"'


class Faces:
    """Leads each request to its face. An unpacked answer for the desk, a packed one for who reads the public pages over Tor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._public = middleware.PublicFace(GZipMiddleware(get_response))
        self._private = PrivateFace(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        face = self._private if request.path_info.startswith(middleware.DESK) else self._public
        return face(request)


class PrivateFace(middleware.PublicFace):
    """Lets in what may ask the desk, and dresses its answer."""

    headers = {  # noqa: RUF012
        **middleware.HEADERS,
        "Content-Security-Policy": CONTENT_POLICY,
        "Permissions-Policy": FEATURES,
        "X-Robots-Tag": "noindex, nofollow",
    }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.is_desk = True
        try:
            return super().__call__(request)
        finally:
            sealing.discard_all(request)

    def language(self, request: HttpRequest) -> str:
        path = request.path_info.removeprefix(middleware.DESK)
        return words.of_path(path, request.headers.get("Accept-Language", ""))

    def comes_from_here(self, request: HttpRequest, host: str) -> bool:
        """Only a page of ours, in a browser that says so. Nothing else has a reason to send a form here."""
        site = request.headers.get("Sec-Fetch-Site")
        return site == "same-origin" if site is not None else middleware.is_ours(request.headers.get("Origin"), host)

    def refused_by_fields(self, request: HttpRequest) -> int | None:
        return None  # Django's own limit, from the settings, is that of the desk

    def allowed(self, path: str) -> str:
        """Which methods a page takes, it says itself, and only to who may see it. What leads to the desk takes no form."""
        return "GET, HEAD" if path.removeprefix(middleware.DESK) in ("", *words.LANGUAGES) else "GET, HEAD, POST"

    def dressed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        for name, morsel in list(response.cookies.items()):
            if name != COOKIE:
                del response.cookies[name]  # nothing of ours sets one; a package that does is not let through
                continue
            bind(morsel, secure=asked_for(request)[0] not in LOOPBACK)
            if not morsel.value or morsel["max-age"] == 0:
                response.headers["Clear-Site-Data"] = CLEAR
        return self.with_headers(request, response)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        name, port = asked_for(request)
        if name in BY_NUMBER and request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(f"http://{BY_NUMBER[name]}{port and ':'}{port}{request.get_full_path()}")
        return super()._answer(request)


def asked_for(request: HttpRequest) -> tuple[str, str]:
    """Under which name and port this site was asked for; empty where that is none of ours."""
    try:
        return split_domain_port(request.get_host())
    except DisallowedHost:
        return "", ""


def bind(morsel: Morsel[str], *, secure: bool) -> None:
    """The cookie's rules, in one place: no view can forget one of them."""
    morsel["path"], morsel["samesite"] = middleware.DESK, "Strict"
    morsel["httponly"], morsel["secure"], morsel["domain"] = True, secure, ""
