"""The routes of this room, below /desk/<language>/."""

from __future__ import annotations

from django.urls import path

from alongside.desk.submissions.referral import arriving_views, views

urlpatterns = [
    path("referred/", arriving_views.referred, name="referral-arriving"),
    path("cases/<uuid:case_id>/referrals/", views.referrals, name="referral-case"),
    path("cases/<uuid:case_id>/referrals/new/", views.new, name="referral-new"),
    path("cases/<uuid:case_id>/referrals/<slug:referral>/", views.one, name="referral-one"),
]
