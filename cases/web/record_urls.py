"""Addresses of the pages about the work itself: operations, the record, privacy."""

from django.urls import path

from cases.web import audit_views, operations_views, privacy_views, stray_views

urlpatterns = [
    path("operations/", operations_views.operations_page, name="operations"),
    path("operations/jobs/<int:job_id>/again/", operations_views.job_retry, name="job_retry"),
    path("privacy/", privacy_views.privacy_page, name="privacy"),
    path("privacy/<int:receipt_id>/", privacy_views.privacy_file, name="privacy_file"),
    path("privacy/<int:receipt_id>/reopen/", stray_views.reopen, name="privacy_reopen"),
    path("audit/", audit_views.audit_page, name="audit"),
    path("audit/streams/", audit_views.stream_list, name="audit_streams"),
    path("audit/streams/<str:stream>/", audit_views.stream_page, name="audit_stream"),
    path("audit/streams/<str:stream>/verify/", audit_views.stream_check, name="audit_verify"),
    path("audit/reads/", audit_views.read_list, name="audit_reads"),
    path("audit/reads.csv", audit_views.read_file, name="audit_reads_csv"),
]
