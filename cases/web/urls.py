"""Every page about a case: one include per part of the work."""

from django.urls import include, path

from cases.web import policy_views, search_views

app_name = "cases"
urlpatterns = [
    path("", include("cases.web.page_urls")),
    path("", include("cases.web.contact_urls")),
    path("", include("cases.web.desk_urls")),
    path("", include("cases.web.report_urls")),
    path("", include("cases.web.appeal_urls")),
    path("policies/<int:revision_id>/cases/", policy_views.policy_cases, name="policy_cases"),
    path("", include("cases.web.replay_urls")),
    path("search/", search_views.search_page, name="search"),
    path("", include("cases.web.record_urls")),
    path("intake/", include("cases.web.intake_urls")),
]
