"""Addresses of replays."""

from django.urls import path

from cases.web import replay

urlpatterns = [
    path("policies/<int:revision_id>/replay/", replay.replay_page, name="replay"),
    path("policies/replays/<int:run_id>/", replay.replay_run, name="replay_run"),
    path("policies/replays/<int:run_id>/state/", replay.replay_state, name="replay_state"),
    path("policies/replays/<int:run_id>/cancel/", replay.replay_stop, name="replay_stop"),
    path("policies/replays/<int:run_id>/cases/", replay.replay_cases, name="replay_cases"),
]
