"""Taking files in."""

from django.urls import path

from documents.web import part_views, upload_views

app_name = "documents"
urlpatterns = [
    path("upload/", upload_views.upload, name="upload"),
    path("uploads/", part_views.begin, name="upload_begin"),
    path("uploads/state/", part_views.state, name="upload_state"),
    path("uploads/piece/", part_views.piece, name="upload_piece"),
    path("uploads/finish/", part_views.finish, name="upload_finish"),
    path("uploads/drop/", part_views.drop, name="upload_drop"),
]
