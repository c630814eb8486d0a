"""Reading policies."""

from django.urls import path

from criteria.web import views

app_name = "criteria"
urlpatterns = [
    path("", views.policy_list, name="policies"),
    path("<int:revision_id>/", views.policy_page, name="policy"),
]
