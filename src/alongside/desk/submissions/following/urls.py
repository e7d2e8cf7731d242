"""The routes of what came of it."""

from __future__ import annotations

from django.urls import path

from alongside.desk.submissions.following import chain_views, table_views

urlpatterns = [
    path("follow-up/", table_views.table, name="following-table"),
    path("cases/<uuid:case_id>/follow-up/", chain_views.page, name="following-chain"),
    path("cases/<uuid:case_id>/follow-up/new/<slug:kind>/", chain_views.add, name="following-new"),
    path("cases/<uuid:case_id>/follow-up/received/<slug:record_id>/", chain_views.received, name="following-received"),
]
