"""The routes of the year of the reprisals report."""

from __future__ import annotations

from django.urls import path

from alongside.desk.submissions.year import setting_views, views

urlpatterns = [
    path("reprisals/", views.now, name="year-now"),
    path("reprisals/<int:year>/", views.page, name="year-page"),
    path("reprisals/<int:year>/setting/", setting_views.page, name="year-setting"),
]
