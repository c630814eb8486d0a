"""Every address of the API, version 1. The rules of who may do what are on the views."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.api.urls")),
    path("", include("documents.api.urls")),
    path("", include("criteria.api.urls")),
    path("", include("cases.api.urls")),
]
