"""Addresses of contacts and of what they do: amend, withdraw, void, clock, peer-to-peer."""

from django.urls import path

from cases.web import clock_views, closing_views, contact_views, peer_views

urlpatterns = [
    path("cases/<str:number>/contacts/", contact_views.contacts_page, name="contacts"),
    path("cases/<str:number>/contacts/record/", contact_views.record, name="contact_record"),
    path("cases/<str:number>/amend/", closing_views.amend, name="amend"),
    path("cases/<str:number>/withdraw/", closing_views.withdraw, name="withdraw"),
    path("cases/<str:number>/void/", closing_views.void_page, name="void"),
    path("cases/<str:number>/void/propose/", closing_views.void_ask, name="void_propose"),
    path("cases/<str:number>/void/settle/", closing_views.void_answer, name="void_settle"),
    path("cases/<str:number>/receipt-time/", clock_views.receipt_time, name="receipt_time"),
    path(
        "cases/<str:number>/receipt-time/propose/",
        clock_views.receipt_time_ask,
        name="receipt_time_propose",
    ),
    path(
        "cases/<str:number>/receipt-time/settle/",
        clock_views.receipt_time_answer,
        name="receipt_time_settle",
    ),
    path("cases/<str:number>/peer-to-peer/", peer_views.peer_page, name="peer_to_peer"),
    path("cases/<str:number>/peer-to-peer/schedule/", peer_views.schedule, name="peer_schedule"),
    path("cases/<str:number>/peer-to-peer/hold/", peer_views.hold, name="peer_hold"),
    path("cases/<str:number>/peer-to-peer/give-up/", peer_views.give_up, name="peer_give_up"),
]
