"""The API's own addresses: who calls, and how it describes itself."""

from django.urls import path

from accounts.api.me import MeView
from accounts.api.schema import SchemaView

urlpatterns = [
    path("me/", MeView.as_view(), name="api_me"),
    path("schema/", SchemaView.as_view(), name="api_schema"),
]
