"""Tables of what people make of music: kept tracks and their order, opinions, playlists, queue, marks."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .names import Album, Artist
from .tracks import Track


class Kept(models.Model):
    """A track in somebody's music, added by reference."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    track = models.ForeignKey(Track, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "track"], name="kept_once")]
        indexes = [models.Index(fields=["person", "-since"], name="kept_of")]

    def __str__(self) -> str:
        return f"{self.track_id} of {self.person_id}"


class MusicOrder(models.Model):
    """In which order somebody's music stands; what came since stands before it, newest first."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tracks = models.JSONField(default=list)  # their numbers

    def __str__(self) -> str:
        return f"order of {self.person_id}"


class Opinion(models.Model):
    """What a person thinks of a track, an album or an artist: a like, and one to five stars."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    track = models.ForeignKey(Track, models.CASCADE, null=True, related_name="+")
    album = models.ForeignKey(Album, models.CASCADE, null=True, related_name="+")
    artist = models.ForeignKey(Artist, models.CASCADE, null=True, related_name="+")
    liked_at = models.DateTimeField(null=True)
    stars = models.PositiveSmallIntegerField(default=0)  # none

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(track__isnull=False, album=None, artist=None)
                | Q(track=None, album__isnull=False, artist=None)
                | Q(track=None, album=None, artist__isnull=False),
                name="opinion_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(stars__lte=5), name="opinion_of_five_stars"),
            models.UniqueConstraint(fields=["person", "track"], name="opinion_of_track_once"),
            models.UniqueConstraint(fields=["person", "album"], name="opinion_of_album_once"),
            models.UniqueConstraint(fields=["person", "artist"], name="opinion_of_artist_once"),
        ]
        indexes = [models.Index(fields=["person", "-liked_at"], name="likes_of")]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.track_id or self.album_id or self.artist_id}"


class Playlist(models.Model):
    """Tracks in an order somebody chose, for themselves or for everybody who sees their music."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    title = models.CharField(max_length=100)
    about = models.CharField(max_length=500, blank=True)
    public = models.BooleanField(default=False)
    smart = models.JSONField(null=True)  # {rules, order, most} that fill it, see rules/smart.py
    filled_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-changed_at"], name="playlists_of")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/playlist{self.person_id}_{self.pk}"


class PlaylistEditor(models.Model):
    """Somebody whom a playlist's owner lets fill it and put it in order, too."""

    playlist = models.ForeignKey(Playlist, models.CASCADE, related_name="editors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["playlist", "person"], name="editor_once")]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.playlist_id}"


class PlaylistEntry(models.Model):
    """A track at its place in a playlist; one track may stand there twice."""

    playlist = models.ForeignKey(Playlist, models.CASCADE, related_name="entries")
    track = models.ForeignKey(Track, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()  # ascending; gaps are allowed
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["playlist", "place"], name="entries_of")]

    def __str__(self) -> str:
        return f"{self.track_id} in {self.playlist_id}"


class PlayQueue(models.Model):
    """What a person's devices are playing, and where they are in it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tracks = models.JSONField(default=list)  # their numbers
    current = models.PositiveIntegerField(null=True)  # which of them, from 0
    position_ms = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)  # the program, as it calls itself

    def __str__(self) -> str:
        return f"queue of {self.person_id}"


class Bookmark(models.Model):
    """A place in a long track, to come back to."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    track = models.ForeignKey(Track, models.CASCADE, related_name="+")
    position_ms = models.PositiveBigIntegerField()
    comment = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "track"], name="bookmark_once")]

    def __str__(self) -> str:
        return f"{self.position_ms} ms of {self.track_id}"
