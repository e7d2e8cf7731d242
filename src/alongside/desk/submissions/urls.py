"""The routes of submissions, below /desk/<language>/. Each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from alongside.desk.submissions.addresses import urls as addresses
from alongside.desk.submissions.following import urls as following
from alongside.desk.submissions.insight import urls as insight
from alongside.desk.submissions.publicity import urls as publicity
from alongside.desk.submissions.referral import urls as referral
from alongside.desk.submissions.sending import urls as sending
from alongside.desk.submissions.year import urls as year

urlpatterns: list[URLPattern | URLResolver] = [
    *addresses.urlpatterns,
    *following.urlpatterns,
    *insight.urlpatterns,
    *publicity.urlpatterns,
    *referral.urlpatterns,
    *sending.urlpatterns,
    *year.urlpatterns,
]
