"""The routes of submissions, below /desk/<language>/. Each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from alongside.desk.submissions.publicity import urls as publicity
from alongside.desk.submissions.referral import urls as referral

urlpatterns: list[URLPattern | URLResolver] = [
    *publicity.urlpatterns,
    *referral.urlpatterns,
]
