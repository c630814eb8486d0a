"""Reading policies."""

from django.urls import path

from criteria.web import views

app_name = "criteria"
urlpatterns = [
    path("", views.policy_list, name="policies"),
    path("<int:revision_id>/", views.policy_page, name="policy"),
    path("<int:revision_id>/checklist/", views.checklist, name="checklist"),
    path("<int:old_id>/compare/<int:new_id>/", views.compare, name="compare"),
]
