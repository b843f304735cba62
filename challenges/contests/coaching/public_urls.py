"""Routes of entrants and coaches: the token in the address is theirs."""

from django.urls import path

from challenges.contests.coaching import coach_views, entrant_views

_MINE = "<slug:municipality_slug>/<slug:slug>/inzending/<str:token>/coaching/"
_COACH = "<slug:municipality_slug>/<slug:slug>/coach/<str:token>/"

urlpatterns = [
    path(_MINE, entrant_views.entry_coaching, name="entry_coaching"),
    path(f"{_MINE}plan/", entrant_views.entry_plan, name="entry_plan"),
    path(f"{_MINE}versies/", entrant_views.entry_versions, name="entry_versions"),
    path(f"{_MINE}klaar/", entrant_views.entry_tick, name="entry_tick"),
    path(f"{_MINE}agenda.ics", entrant_views.entry_sessions_feed, name="entry_sessions_feed"),
    path(f"{_MINE}materiaal/<int:pk>/", entrant_views.entry_material, name="entry_material"),
    path(_COACH, coach_views.coach_home, name="coach_home"),
    path(f"{_COACH}agenda.ics", coach_views.coach_feed, name="coach_feed"),
    path(f"{_COACH}materiaal/<int:pk>/", coach_views.coach_material, name="coach_material"),
    path(f"{_COACH}<int:number>/", coach_views.coach_entry, name="coach_entry"),
    path(f"{_COACH}<int:number>/versies/", coach_views.coach_versions, name="coach_versions"),
    path(f"{_COACH}<int:number>/sessie/<int:pk>/", coach_views.coach_session, name="coach_session"),
]
