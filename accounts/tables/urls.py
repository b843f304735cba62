"""Routes of the entrepreneurs' table."""

from django.urls import path

from accounts.tables import arrange_views as arrange
from accounts.tables import meeting_views as meetings
from accounts.tables import public_views as public
from accounts.tables import talk_views as talks
from accounts.tables import views

urlpatterns = [
    path("", views.tables, name="tables"),
    path("boeken/", views.table_choose, name="table_choose"),
    path("onderneming/<int:pk>/boeken/", views.table_book, name="table_book"),
    path("boeking/<int:pk>/", views.table_booking, name="table_booking"),
    path("boeking/<int:pk>/annuleren/", views.table_booking_cancel, name="table_booking_cancel"),
    path("boeking/<int:pk>/aanwezig/", views.table_booking_mark, name="table_booking_mark"),
    path("onderneming/<int:pk>/spreekuren/", talks.table_officials, name="table_officials"),
    path("gesprek/<int:pk>/annuleren/", talks.talk_cancel, name="talk_cancel"),
    path("gesprek/<int:pk>/aanwezig/", talks.talk_mark, name="talk_mark"),
    path("spreekuren/", talks.presences, name="presences"),
    path("spreekuren/nieuw/", talks.presence_new, name="presence_new"),
    path("spreekuren/<int:pk>/", talks.presence_edit, name="presence_edit"),
    path("spreekuren/<int:pk>/afwezig/", talks.presence_absent, name="presence_absent"),
    path("onderneming/<int:pk>/bijeenkomsten/", meetings.meetings_of, name="meetings_of"),
    path("onderneming/<int:pk>/bijeenkomsten/<int:meeting>/", meetings.meeting_of, name="meeting_of"),
    path("bijeenkomsten/", meetings.meetings, name="meetings"),
    path("bijeenkomsten/nieuw/", meetings.meeting_new, name="meeting_new"),
    path("bijeenkomsten/<int:pk>/", meetings.meeting, name="meeting"),
    path("bijeenkomsten/<int:pk>/wijzigen/", meetings.meeting_edit, name="meeting_edit"),
    path("bijeenkomsten/<int:pk>/afgelasten/", meetings.meeting_call_off, name="meeting_call_off"),
    path("aanmelding/<int:pk>/afmelden/", meetings.sign_up_withdraw, name="sign_up_withdraw"),
    path("aanmelding/<int:pk>/aanwezig/", meetings.sign_up_tick, name="sign_up_tick"),
    path("locaties/", arrange.table_locations, name="table_locations"),
    path("locaties/nieuw/", arrange.table_location_new, name="table_location_new"),
    path("locaties/<int:pk>/", arrange.table_location, name="table_location"),
    path("locaties/<int:pk>/wijzigen/", arrange.table_location_edit, name="table_location_edit"),
    path("locaties/<int:pk>/dagen/", arrange.table_exception_new, name="table_exception_new"),
    path("dagen/<int:pk>/weg/", arrange.table_exception_remove, name="table_exception_remove"),
    path("locaties/<int:pk>/plekken/", arrange.table_places_add, name="table_places_add"),
    path("plekken/<int:pk>/buiten-gebruik/", arrange.table_place_close, name="table_place_close"),
    path("buiten-gebruik/<int:pk>/weg/", arrange.table_closure_end, name="table_closure_end"),
    path("locaties/<int:pk>/balie/", arrange.table_kiosk_renew, name="table_kiosk_renew"),
    path("agenda/<slug:municipality_slug>/", public.calendar_link, name="calendar_link"),
    path("openbaar/<slug:municipality_slug>/", public.public_meetings, name="public_meetings"),
    path("openbaar/<slug:municipality_slug>/bijeenkomsten.ics", public.public_feed, name="public_feed"),
    path(
        "openbaar/<slug:municipality_slug>/locatie/<int:pk>.ics",
        public.table_location_feed,
        name="table_location_feed",
    ),
    path("openbaar/<slug:municipality_slug>/mijn/<str:token>.ics", public.own_feed, name="own_feed"),
    path("balie/<slug:municipality_slug>/<str:token>/", public.table_kiosk, name="table_kiosk"),
    path(
        "balie/<slug:municipality_slug>/<str:token>/<int:pk>/", public.table_check_in, name="table_check_in"
    ),
]
