"""Routes of people, below /desk/<language>/. Those of members among each other stand in `member_urls`."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

from alongside.desk.people import account_views, begin_views, factor_views, login_views

urlpatterns = [
    path("begin/", begin_views.begin, name="people-begin"),
    path("invitation/<str:token>/", begin_views.invitation, name="people-invitation"),
    path("login/", login_views.login, name="people-login"),
    path("lock/", login_views.lock, name="people-lock"),
    path("logins/", login_views.open_logins, name="people-logins"),
    path("factors/", factor_views.second_factors, name="people-factors"),
    path("profile/", account_views.profile, name="people-profile"),
    path("invite/", account_views.invite, name="people-invite"),
    path("roles/<uuid:person>/", account_views.roles, name="people-roles"),
]
if find_spec("alongside.desk.people.member_urls"):
    urlpatterns.append(path("", include("alongside.desk.people.member_urls")))
