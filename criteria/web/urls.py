"""The library: reading policies, and drafts on their way into force."""

from django.urls import path

from criteria.web import authoring_views, views

app_name = "criteria"
urlpatterns = [
    path("", views.policy_list, name="policies"),
    path("new/", authoring_views.draft_new, name="draft_new"),
    path("<int:revision_id>/", views.policy_page, name="policy"),
    path("<int:revision_id>/publish/", authoring_views.publish, name="publish"),
    path("<int:revision_id>/document/", authoring_views.document, name="document"),
    path("<int:revision_id>/attestation.pdf", views.attestation, name="attestation"),
    path("<int:revision_id>/checklist/", views.checklist, name="checklist"),
    path("<int:old_id>/compare/<int:new_id>/", views.compare, name="compare"),
]
