"""Routes of members among each other: who belongs, vouching, leaving, keys, requests, notices. Included by `urls`."""

from __future__ import annotations

from django.urls import path

from alongside.desk.people import ceremony_views, notice_views, own_views, people_views

urlpatterns = [
    path("people/", people_views.people, name="people-list"),
    path("people/<uuid:person>/", people_views.person, name="people-person"),
    path("people/<uuid:person>/compare/", people_views.compare, name="people-compare"),
    path("people/<uuid:person>/end/", people_views.end, name="people-end"),
    path("people/<uuid:person>/renew/", people_views.renew, name="people-renew"),
    path("people/<uuid:person>/recovery.json", people_views.recovery_file, name="people-recovery-file"),
    path("changing/", own_views.changing_, name="people-changing"),
    path("changing/done/", own_views.changed, name="people-changed"),
    path("recovery/", own_views.recovery_, name="people-recovery"),
    path("recovery/confirm/", own_views.confirm_recovery, name="people-recovery-confirm"),
    path("asking/", notice_views.ask, name="people-asking"),
    path("asking/asked/", notice_views.asked, name="people-asked"),
    path("notices/", notice_views.notices_, name="people-notices"),
    path("ceremony/", ceremony_views.ceremony_, name="people-ceremony"),
]
