"""The routes of figures."""

from __future__ import annotations

from django.urls import path

from alongside.desk.submissions.insight import views

urlpatterns = [
    path("insight/", views.page, name="insight"),
    path("insight/export/", views.export, name="insight-export"),
]
