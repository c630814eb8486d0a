"""Addresses of page pictures and their text."""

from django.urls import path

from cases.web import compare_views, page_views, stray_views

urlpatterns = [
    path("pages/<int:page_id>/image.png", page_views.image, name="page_image"),
    path("pages/<int:page_id>/text/", page_views.text, name="page_text"),
    path("pages/<int:page_id>/beside/<int:beside_id>/", compare_views.pages, name="pages_beside"),
    path("pages/<int:page_id>/close/", stray_views.close, name="page_close"),
    path("pages/<int:page_id>/read-again/", page_views.read_again, name="page_read_again"),
]
