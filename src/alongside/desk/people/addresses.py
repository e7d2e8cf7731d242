"""Addresses of this desk that travel: the link of an invitation."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def invitation(request: HttpRequest, lang: str, token: str) -> str:
    """The link of an invitation. The server behind a proxy hears plain http and cannot tell; but beyond this very computer the desk's
    cookie travels by https alone, and a link by http would show its token to whoever listens to the first click."""
    host = request.get_host()
    scheme = "http" if split_domain_port(host)[0] in LOOPBACK else "https"
    return f"{scheme}://{host}{reverse('people-invitation', kwargs={'lang': lang, 'token': token})}"
