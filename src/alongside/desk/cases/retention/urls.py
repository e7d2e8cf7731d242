"""The routes of this room: pages of a case, and the receipts of one member."""

from __future__ import annotations

from django.urls import path

from alongside.desk.cases.retention import ending_views, keeping_views, receipt_views

OF_A_CASE = [
    path("keeping/", keeping_views.keeping, name="cases-keeping"),
    path("keeping/hold/", keeping_views.hold, name="cases-hold"),
    path("keeping/destroy/", ending_views.end, {"ending": "destroy"}, name="cases-destroy"),
    path("keeping/shrink/", ending_views.end, {"ending": "shrink"}, name="cases-shrink"),
]
urlpatterns = [
    path("receipts/", receipt_views.receipts, name="cases-receipts"),
    path("receipts/<uuid:notice>/", receipt_views.download, name="cases-receipt"),
]
