"""The routes of the address book and of the desk's mail, below /desk/<language>/."""

from __future__ import annotations

from django.urls import path

from alongside.desk.submissions.addresses import post_views, views

urlpatterns = [
    path("addresses/", views.listed, name="addresses-book"),
    path("addresses/new/", views.new, name="addresses-new"),
    path("addresses/<uuid:address>/", views.one, name="addresses-one"),
    path("post/", post_views.post, name="addresses-post"),
    path("post/<uuid:delivery>/", post_views.tested, name="addresses-tested"),
]
