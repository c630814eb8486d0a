"""Addresses of the queue, the review desk, decisions, letters and history."""

from django.urls import path

from cases.web import (
    benefits_views,
    case_news,
    check_views,
    decision_views,
    desk_views,
    director_views,
    draft_views,
    handing_over_views,
    letter_views,
    queue_views,
)

urlpatterns = [
    path("queue/", queue_views.queue_page, name="queue"),
    path("queue/next/", queue_views.queue_next, name="queue_next"),
    path("cases/<str:number>/", desk_views.desk_page, name="desk"),
    path("benefits/", benefits_views.benefits_list, name="benefits"),
    path("cases/<str:number>/benefits/", benefits_views.benefits_task, name="benefits_task"),
    path("cases/<str:number>/checks/", check_views.checks_page, name="checks"),
    path("cases/<str:number>/checks/run/", check_views.run_again, name="checks_run"),
    path("cases/<str:number>/find/", desk_views.find, name="find"),
    path("cases/<str:number>/brief/find/", director_views.find, name="brief_find"),
    path("cases/<str:number>/pulse/", desk_views.pulse, name="pulse"),
    path("cases/<str:number>/news/", case_news.seen, name="news_seen"),
    path("cases/<str:number>/claim/", queue_views.claim, name="claim"),
    path("cases/<str:number>/reassign/", handing_over_views.hand_over, name="reassign"),
    path("cases/<str:number>/release/", queue_views.release, name="release"),
    path(
        "cases/<str:number>/criteria/<str:criterion_id>/",
        desk_views.answer,
        name="answer",
    ),
    path("cases/<str:number>/gates/<str:gate_id>/", desk_views.settle_gate, name="settle_gate"),
    path(
        "cases/<str:number>/facts/<int:fact_id>/confirm/",
        desk_views.settle_fact,
        {"verb": "confirm"},
        name="fact_confirm",
    ),
    path(
        "cases/<str:number>/facts/<int:fact_id>/reject/",
        desk_views.settle_fact,
        {"verb": "reject"},
        name="fact_reject",
    ),
    path("cases/<str:number>/facts/<str:name>/", desk_views.correct_fact, name="fact_correct"),
    path(
        "cases/<str:number>/request-information/",
        decision_views.information,
        name="request_information",
    ),
    path("cases/<str:number>/refer/", decision_views.refer, name="refer"),
    path("cases/<str:number>/approve/", decision_views.approve, name="approve"),
    path("cases/<str:number>/redirect/", decision_views.redirect_elsewhere, name="redirect"),
    path("cases/<str:number>/brief/", director_views.director_page, name="director"),
    path("cases/<str:number>/deny/", director_views.deny, name="deny"),
    path("cases/<str:number>/return/", director_views.send_back, name="return"),
    path("cases/<str:number>/deny/draft/", draft_views.denial, name="draft_denial"),
    path("cases/<str:number>/approve/draft/", draft_views.approval, name="draft_approval"),
    path("cases/<str:number>/request-information/draft/", draft_views.asking, name="draft_asking"),
    path("cases/<str:number>/papers/", letter_views.papers, name="papers"),
    path(
        "cases/<str:number>/letters/<int:letter_id>.pdf",
        letter_views.letter_pdf,
        name="letter",
    ),
    path("cases/<str:number>/history/", letter_views.timeline, name="timeline"),
]
