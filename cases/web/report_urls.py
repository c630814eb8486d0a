"""Addresses of the report, its lists and its files."""

from django.urls import path

from cases.web import report_views

urlpatterns = [
    path("reports/", report_views.report_page, name="reports"),
    path("reports/report.csv", report_views.report_file, name="report_csv"),
    path("reports/<slug:measure_id>/", report_views.report_list, name="report_list"),
    path("reports/<slug:measure_id>/cases.csv", report_views.list_file, name="report_list_csv"),
]
