"""The one middleware: which requests are let in, and the headers of every answer, errors and static files included.

No cookie guards a form here, because none exists: a POST is taken when the browser says that it comes from this site, or when
whoever sends it is no browser.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from alongside.desk.guide import words
from alongside.desk.web import errors

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
FOR_EVER = "public, max-age=31536000, immutable"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class PublicFace:
    """Checks a request, sets its language, and dresses its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.lang = words.of_path(request.path_info, request.headers.get("Accept-Language", ""))
        refusal = refused(request)
        response = errors.page(request, refusal) if refusal else self.get_response(request)
        if response.status_code == 405 and not response.content:
            response = errors.page(request, 405, allow=response.get("Allow"))
        return dressed(request, response)


def refused(request: HttpRequest) -> int | None:
    """The status of a refusal, or None. Nothing of the body is read for it."""
    try:
        host = request.get_host()
    except DisallowedHost:
        return 400
    if request.method not in ("GET", "HEAD", "POST"):
        return 405
    if request.method != "POST":
        return None
    if not comes_from_here(request, host):
        return 403
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        return 400
    if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return 413
    # Multipart parsing would take files, and buffers them without a limit of ours.
    if request.content_type not in (FORM, JSON, ""):
        return 415
    return None


def comes_from_here(request: HttpRequest, host: str) -> bool:
    """Whether a POST was sent from one of our own pages, or by something that is not a browser."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return True
    if site in ("same-origin", "none"):
        return True
    return origin is not None and urlsplit(origin).netloc.lower() == host.lower()


def dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with every header. A view may set a header itself only where it must differ (Cache-Control never)."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    kept = request.path_info.startswith("/static/") and response.status_code == 200
    response.headers["Cache-Control"] = FOR_EVER if kept else "no-store"
    return response
