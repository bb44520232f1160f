"""Tables of communities' music: tracks and playlists that stand there by reference."""

from django.conf import settings
from django.db import models

from .lists import Playlist
from .tracks import Track


class ClubTrack(models.Model):
    """A track in a community's music; it grants nobody anything."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="+")
    track = models.ForeignKey(Track, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "track"], name="track_of_club_once")]
        indexes = [models.Index(fields=["group", "-since"], name="tracks_of_club")]

    def __str__(self) -> str:
        return f"{self.track_id} of club {self.group_id}"


class ClubPlaylist(models.Model):
    """A public playlist that stands in a community's music while its owner keeps it public."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="+")
    playlist = models.ForeignKey(Playlist, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "playlist"], name="list_of_club_once")]

    def __str__(self) -> str:
        return f"{self.playlist_id} of club {self.group_id}"
