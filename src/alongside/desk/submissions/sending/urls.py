"""The routes of drafts and of what was sent."""

from __future__ import annotations

from django.urls import path

from alongside.desk.submissions.sending import case_views, choosing, contribution_views, draft_views, review_views, sent_views

_CASE = "cases/<uuid:case_id>/submissions/"
_DRAFT = f"{_CASE}drafts/<slug:draft>/"
urlpatterns = [
    path("reprisals/<int:year>/contribution/", contribution_views.contribution, name="sending-contribution"),
    path(_CASE, case_views.submissions, name="sending-case"),
    path(f"{_CASE}new/", case_views.new, name="sending-new"),
    path(_DRAFT, draft_views.draft, name="sending-draft"),
    path(f"{_DRAFT}choices/", choosing.choices, name="sending-choices"),
    path(f"{_DRAFT}fields/<slug:key>/", draft_views.field, name="sending-field"),
    path(f"{_DRAFT}review/", review_views.review, name="sending-review"),
    path(f"{_DRAFT}document/", review_views.take, name="sending-document"),
    path(f"{_CASE}sent/<slug:submission>/", sent_views.sent, name="sending-sent"),
    path(f"{_CASE}sent/<slug:submission>/copy/", sent_views.copy, name="sending-copy"),
    path(f"{_CASE}sent/<slug:submission>/stop/", sent_views.stop, name="sending-stop"),
]
