"""Every page about a case: one include per part of the work."""

from django.urls import include, path

app_name = "cases"
urlpatterns = [
    path("", include("cases.web.page_urls")),
    path("", include("cases.web.desk_urls")),
    path("", include("cases.web.report_urls")),
    path("", include("cases.web.appeal_urls")),
    path("intake/", include("cases.web.intake_urls")),
]
