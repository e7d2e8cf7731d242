"""The routes of this room. The calendar's own link stands outside of /desk/ (desk.web.urls): a calendar carries no cookie."""

from __future__ import annotations

from django.urls import path

from alongside.desk.cases.around import alike_views, calendar_views, tie_views, timeline_views

OF_A_CASE = [
    path("timeline/", timeline_views.times, name="cases-timeline"),
    path("relations/", tie_views.relations, name="cases-relations"),
    path("similar/", alike_views.of_case, name="cases-similar-case"),
]
urlpatterns = [
    path("calendar/", calendar_views.month, name="cases-calendar"),
    path("calendar/link/", calendar_views.link, name="cases-calendar-link"),
    path("cases/similar/", alike_views.search, name="cases-similar"),
]
