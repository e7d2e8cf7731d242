"""The public pages under /<language>/. Questions travel in POST bodies: no path here holds anything of them."""

from __future__ import annotations

from django.urls import path

from alongside.desk.guide import country_views, directory_views, home_views, plan_views, practice_views, situation_views

urlpatterns = [
    path("", home_views.home, name="home"),
    path("about/", home_views.about, name="about"),
    path("situation/", situation_views.situation, name="situation"),
    path("plan/", plan_views.plan, name="plan"),
    path("plan/sheet/", plan_views.sheet, name="plan-sheet"),
    path("plan/save/", plan_views.save, name="plan-save"),
    path("directory/", directory_views.index, name="directory"),
    path("directory/<slug:id_>/", directory_views.mechanism, name="mechanism"),
    path("countries/", country_views.index, name="countries"),
    path("countries/<slug:iso3>/", country_views.one, name="country"),
    path("practice/", practice_views.index, name="practice"),
    path("practice/risk/", practice_views.self_assessment, name="risk"),
    path("practice/<slug:slug>/", practice_views.page, name="practice-page"),
]
