"""Addresses of the members' door."""

from django.urls import include, path
from django.views.generic import RedirectView

from . import (
    home,
    installed,
    left_out,
    letters,
    notices,
    plain,
    preferences,
    scrobbling,
    search,
    subscription,
)
from .club_urls import urlpatterns as clubs
from .im_urls import urlpatterns as im
from .music_urls import urlpatterns as music  # registers the converter of numbers, too
from .people_urls import urlpatterns as people
from .photo_urls import urlpatterns as photos
from .reporting_urls import urlpatterns as care
from .told_urls import urlpatterns as told
from .wall_urls import urlpatterns as walls

# Addresses people type from memory, and where these pages stand here.
TYPED = {
    "login": "/accounts/login/",
    "reg": "/accounts/signup/",
    "restore": "/accounts/password/reset/",
    "audio/popular": "/audio/charts",
    "audio/friends": "/audio/charts?of=friends",
    "settings/look": "/settings",
    "settings/filters": "/feed/muted",
    "settings/sessions": "/accounts/sessions/",
    "settings/apps": "/settings/tokens",
}

urlpatterns = [
    path("", home.first, name="first"),
    path("feed", home.read_feed, name="feed"),
    path("feed/post", home.write_in_feed, name="feed_post"),
    path("search", search.search, name="search"),
    path("settings", preferences.overview, name="settings"),
    path("settings/subscription", subscription.subscription, name="subscription"),
    path("settings/subscription/take", subscription.take, name="take_subscription"),
    path("settings/subscription/give", subscription.give, name="give_subscription"),
    path("settings/subscription/<uuid:number>/cancel", subscription.cancel, name="cancel_subscription"),
    path("settings/subscription/<uuid:number>/go-on", subscription.go_on, name="subscription_goes_on"),
    path("pay/by-hand/<uuid:number>", subscription.by_hand, name="pay_by_hand"),
    path("pay/events", subscription.told, name="payment_events"),
    path("settings/left-out", left_out.listed, name="left_out"),
    path("settings/scrobbling", scrobbling.services, name="scrobbling"),
    path("settings/scrobbling/<number:number>/end", scrobbling.end, name="end_scrobbling"),
    path("settings/tokens", preferences.tokens, name="tokens"),
    path("settings/tokens/<number:number>/revoke", preferences.revoke_token, name="revoke_token"),
    path("settings/tokens/players", preferences.connect_player, name="connect_player"),
    path(
        "settings/tokens/players/<number:number>/revoke",
        preferences.disconnect_player,
        name="disconnect_player",
    ),
    path(
        "settings/tokens/shares/<number:number>/revoke", preferences.take_back_share, name="take_back_share"
    ),
    path("look", preferences.look, name="look"),
    path("notices", notices.choose, name="notices"),
    path("notices/rehearsal", notices.rehearse, name="rehearsal"),
    path("notices/new/<slug:procedure>", notices.new, name="new_notice"),
    path("notices/<uuid:link>", notices.notice, name="notice"),
    path("notices/<uuid:link>/step", notices.notice_step, name="notice_step"),
    path("notices/<uuid:link>/complete", notices.complete, name="complete_notice"),
    path("proceedings/<uuid:public_id>", notices.answer, name="answer"),
    path("proceedings/<uuid:public_id>/step", notices.answer_step, name="answer_step"),
    path("proceedings/<uuid:public_id>/counter", notices.counter, name="counter_notice"),
    path("letters", letters.letters, name="letters"),
    path("letters/school", letters.lesson, name="school"),
    path("letters/suspensions/<number:number>/appeal", letters.appeal, name="appeal_suspension"),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("offline", installed.offline, name="offline"),
    path("welcome", home.welcome, name="welcome"),
    path("help", plain.help_page, name="help"),
    path("about", plain.about, name="about"),
    path("rules", plain.rules, name="rules"),
    path("", include(care)),
    path("", include(clubs)),
    path("", include(im)),
    path("", include(music)),
    path("", include(people)),
    path("", include(photos)),
    path("", include(told)),
    path("", include(walls)),
    *(path(typed, RedirectView.as_view(url=here), name=f"typed_{typed}") for typed, here in TYPED.items()),
]
