"""Addresses of the appeals queue and of the appeals of a case."""

from django.urls import path

from cases.web import appeal_clock_views, appeal_views

_APPEAL = "cases/<str:number>/appeals/<int:sequence>/"

urlpatterns = [
    path("appeals/", appeal_views.appeals_page, name="appeals"),
    path("cases/<str:number>/appeals/", appeal_views.case_appeals, name="case_appeals"),
    path("cases/<str:number>/appeals/call/", appeal_views.appeal_by_phone, name="appeal_by_phone"),
    path(_APPEAL, appeal_views.appeal_page, name="appeal"),
    path(f"{_APPEAL}receipt-time/", appeal_clock_views.appeal_time, name="appeal_time"),
    path(
        f"{_APPEAL}receipt-time/propose/",
        appeal_clock_views.appeal_time_ask,
        name="appeal_time_propose",
    ),
    path(
        f"{_APPEAL}receipt-time/settle/",
        appeal_clock_views.appeal_time_answer,
        name="appeal_time_settle",
    ),
    path(f"{_APPEAL}acknowledge/", appeal_views.acknowledge, name="appeal_acknowledge"),
    path(f"{_APPEAL}assign/", appeal_views.assign, name="appeal_assign"),
    path(f"{_APPEAL}news/", appeal_views.news_seen, name="appeal_news_seen"),
    path(f"{_APPEAL}withdraw/", appeal_views.withdraw, name="appeal_withdraw"),
]
