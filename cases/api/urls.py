"""Cases in the API."""

from django.urls import path, re_path

from cases.api import record_views, views

NUMBER = r"^cases/(?P<number>[A-Z0-9-]{3,20})/"

urlpatterns = [
    path("cases/", views.CasesView.as_view(), name="api_cases"),
    re_path(rf"{NUMBER}$", views.CaseView.as_view(), name="api_case"),
    re_path(rf"{NUMBER}pages/$", views.CasePagesView.as_view(), name="api_case_pages"),
    re_path(
        rf"{NUMBER}check-runs/$", record_views.CheckRunsView.as_view(), name="api_case_check_runs"
    ),
    re_path(
        rf"{NUMBER}check-runs/newest/$",
        record_views.CheckRunNewestView.as_view(),
        name="api_case_check_run_newest",
    ),
    re_path(
        rf"{NUMBER}evaluations/(?P<kind>suggested|confirmed)/$",
        record_views.EvaluationView.as_view(),
        name="api_case_evaluation",
    ),
    re_path(
        rf"{NUMBER}determinations/$",
        record_views.DeterminationsView.as_view(),
        name="api_case_determinations",
    ),
]
