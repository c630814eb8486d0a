"""Policies in the API."""

from django.urls import path

from criteria.api import views

urlpatterns = [
    path("policies/", views.PoliciesView.as_view(), name="api_policies"),
    path("policies/<int:revision_id>/", views.PolicyView.as_view(), name="api_policy"),
    path(
        "policies/<int:revision_id>/evaluate/",
        views.PolicyEvaluateView.as_view(),
        name="api_policy_evaluate",
    ),
]
