"""The public pages under /<language>/. Questions travel in POST bodies: no path here holds anything of them."""

from __future__ import annotations

from django.urls import path

from alongside.desk.guide import home_views

urlpatterns = [
    path("", home_views.home, name="home"),
]
