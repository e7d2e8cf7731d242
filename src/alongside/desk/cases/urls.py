"""The routes of cases, below /desk/<language>/. Nothing of a case stands in an address but random ids."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from alongside.desk.cases import (
    case_views,
    consent_views,
    emergency_views,
    history_views,
    member_views,
    plan_views,
    record_views,
    risk_views,
    task_views,
    today_views,
)
from alongside.desk.cases.around import urls as around
from alongside.desk.cases.evidence import views as evidence_views
from alongside.desk.cases.exporting import views as exporting_views
from alongside.desk.cases.finding import views as finding_views
from alongside.desk.cases.importing import views as importing_views
from alongside.desk.cases.retention import urls as retention

_OF_A_CASE = [
    path("", case_views.case, name="cases-case"),
    path("new/<slug:kind>/", record_views.add, name="cases-record-new"),
    path("records/<slug:record_id>/", record_views.record, name="cases-record"),
    path("records/<slug:record_id>/remove/", record_views.remove, name="cases-record-remove"),
    path("consent/", consent_views.consents, name="cases-consent"),
    path("consent/<slug:person>/ask/", consent_views.ask, name="cases-consent-ask"),
    path("consent/<slug:person>/withdraw/", consent_views.withdraw, name="cases-consent-withdraw"),
    path("consent/<slug:consent>/confirm/", consent_views.confirm, name="cases-consent-confirm"),
    path("risk/<slug:person>/", risk_views.assessment, name="cases-risk"),
    path("plan/", plan_views.plans, name="cases-plans"),
    path("plan/<slug:person>/", plan_views.plan, name="cases-plan"),
    path("plan/<slug:person>/measure/", plan_views.measure, name="cases-measure"),
    path("plans/<slug:snapshot>/", plan_views.snapshot, name="cases-snapshot"),
    path("tasks/", task_views.tasks, name="cases-tasks"),
    path("history/", history_views.past, name="cases-history"),
    path("history/before/<int:before>/", history_views.past, name="cases-history-before"),
    path("history/<int:sequence>/", history_views.as_of, name="cases-as-of"),
    path("evidence/", include(evidence_views.urlpatterns)),
    path("members/", member_views.members, name="cases-members"),
    *around.OF_A_CASE,
    *exporting_views.OF_A_CASE,
    *retention.OF_A_CASE,
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today_views.today, name="cases-today"),
    path("notices/<uuid:notice>/done/", today_views.notice_done, name="cases-notice-done"),
    path("restored/looked/", today_views.looked, name="cases-restored"),
    path("cases/emergency/", emergency_views.emergency_entry, name="cases-emergency"),
    path("cases/from-plan/", emergency_views.from_situation, name="cases-from-plan"),
    *finding_views.urlpatterns,
    *around.urlpatterns,
    *importing_views.urlpatterns,
    *exporting_views.urlpatterns,
    *retention.urlpatterns,
    path("cases/<uuid:case_id>/", include(_OF_A_CASE)),
]
