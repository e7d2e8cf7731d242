"""The routes of submissions, below /desk/<language>/. Each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from alongside.desk.submissions.following import urls as following
from alongside.desk.submissions.publicity import urls as publicity
from alongside.desk.submissions.sending import urls as sending

urlpatterns: list[URLPattern | URLResolver] = [
    *sending.urlpatterns,
    *following.urlpatterns,
    *publicity.urlpatterns,
]
