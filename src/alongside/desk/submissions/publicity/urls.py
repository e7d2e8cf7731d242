"""The routes of this room, below /desk/<language>/."""

from __future__ import annotations

from django.urls import path

from alongside.desk.submissions.publicity import views

urlpatterns = [path("cases/<uuid:case_id>/publicity/", views.publicity, name="publicity-case")]
