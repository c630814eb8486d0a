"""Papers in the API."""

from django.urls import path

from documents.api import views

urlpatterns = [
    path("receipts/", views.ReceiptsView.as_view(), name="api_receipts"),
    path("receipts/<int:receipt_id>/", views.ReceiptView.as_view(), name="api_receipt"),
    path("documents/<int:document_id>/", views.DocumentView.as_view(), name="api_document"),
    path(
        "documents/<int:document_id>/pages/",
        views.DocumentPagesView.as_view(),
        name="api_document_pages",
    ),
]
