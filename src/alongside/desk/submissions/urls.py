"""The routes of submissions, below /desk/<language>/. Each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("alongside.desk.submissions.addresses.urls")),
]
