"""Addresses of the health checks."""

from django.urls import URLPattern, path

from operations.web import views

urlpatterns: list[URLPattern] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
