"""Podcasts one followed: the same feeds are followed here, and read as if one had named them here."""

from akkord.podcasts import actions
from akkord.podcasts.errors import PodcastError

from ..format import PODCASTS, PODCASTS_FILE, FollowedSaid
from .errand import Errand


def take_podcasts(errand: Errand) -> None:
    """The latest stands first, so the earliest is followed first. Archives of before know of none."""
    if PODCASTS_FILE not in errand.archive.manifest.files:
        return
    said: list[FollowedSaid] = errand.archive.read(PODCASTS_FILE, PODCASTS)
    for each in reversed(said):
        try:
            actions.follow(errand.person, each.address)
        except PodcastError as refused:
            errand.leave_out(refused.code)
