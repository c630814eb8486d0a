"""Taking files in."""

from django.urls import path

from documents.web import upload_views

app_name = "documents"
urlpatterns = [
    path("upload/", upload_views.upload, name="upload"),
]
