"""Addresses of the inbox and the index screen."""

from django.urls import path

from cases.web import compare_views, inbox_views, index_views, look_views

urlpatterns = [
    path("", inbox_views.inbox_page, name="inbox"),
    path("parked/", look_views.parked_page, name="parked"),
    path("<int:receipt_id>/look/", look_views.look_page, name="look"),
    path("<int:receipt_id>/ask/", look_views.ask, name="ask_sender"),
    path("<int:receipt_id>/", index_views.index_page, name="index"),
    path("<int:receipt_id>/progress/", index_views.progress, name="index_progress"),
    path(
        "<int:receipt_id>/compare/<int:original_id>/",
        compare_views.compare,
        name="compare_arrivals",
    ),
    path("<int:receipt_id>/settle/", index_views.settle, name="index_settle"),
    path("<int:receipt_id>/members/", index_views.members, name="index_members"),
]
