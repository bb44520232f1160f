"""Tables of sound on the site: uploads, tracks, what the ear matched, plays."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from akkord.music.rules import Context
from akkord.rights.terms import CommercialModel
from akkord.subscriptions.rules import FREE_OFFER

from .names import Album, Artist

_FREE, _PAGE = CommercialModel.FREE_OF_CHARGE.value, Context.PAGE.value


class Upload(models.Model):
    """A file a person sent in: bytes and a life (see upload_life)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, default="arriving")
    sound = models.ForeignKey("sound.Sound", models.PROTECT, null=True, related_name="+")
    spoken = models.BooleanField(default=False, db_default=False)  # a voice note, heard in its dialog alone
    title = models.CharField(max_length=200, blank=True)
    artist = models.CharField(max_length=200, blank=True)
    lawful_use = models.CharField(max_length=20, blank=True)  # quotation, parody, … as its sender declares
    lawful_why = models.CharField(max_length=1000, blank=True, db_default="")
    denied_at = models.DateTimeField(null=True)  # when a person found that the use is not lawful
    # What the strict mode asks of a sound nobody knows: its sender's word, and a person's ear.
    attested_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    disputed_by = models.JSONField(default=list)  # parties with whom its money is in dispute now
    refusal = models.CharField(max_length=40, blank=True)
    refusal_detail = models.CharField(max_length=500, blank=True)
    # The first decision as it was told: verdict → territories, reasons; plays always ask anew.
    told = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True)
    decided_version = models.PositiveBigIntegerField(default=0)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)  # last byte safe
    expires_at = models.DateTimeField(null=True)  # of an unfinished one

    class Meta:
        indexes = [
            models.Index(fields=["person", "-made_at"], name="uploads_of"),
            models.Index(fields=["sound"], name="upload_sound"),
            models.Index(fields=["state"], name="upload_state"),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk} ({self.state})"


class UploadStop(models.Model):
    """An account that may send nothing in until then. Who laid it (cases) knows what for."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")  # none: by SQL

    def __str__(self) -> str:
        return f"uploads of {self.person_id} until {self.until:%Y-%m-%d}"


class Track(models.Model):
    """What members see and play: a title on top of an upload or of a delivered file."""

    title = models.CharField(max_length=200)
    artist = models.CharField(max_length=200)
    sound = models.ForeignKey("sound.Sound", models.PROTECT, related_name="+")
    upload = models.OneToOneField(Upload, models.PROTECT, null=True, related_name="track")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recording = models.OneToOneField("catalogue.Recording", models.PROTECT, null=True, related_name="+")
    seconds = models.FloatField(default=0)
    # A voice note has a track so that the law is asked as for any other; nothing that lists tracks has it.
    spoken = models.BooleanField(default=False, db_default=False)
    # Under what it is found with others (see actions.naming).
    by = models.ForeignKey(Artist, models.PROTECT, null=True, related_name="+")
    album = models.ForeignKey(Album, models.SET_NULL, null=True, related_name="+")
    place = models.PositiveSmallIntegerField(null=True)  # on the album
    genre = models.CharField(max_length=60, blank=True, default="", db_default="")
    year = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=620, blank=True, default="", db_default="")  # folded, for searching
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # by its uploader

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(upload=None, person=None, recording__isnull=False)
                | Q(upload__isnull=False, person__isnull=False, recording=None),
                name="track_of_a_person_or_of_a_label",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="tracks_of"),
            models.Index(fields=["sound"], name="track_sound"),
            models.Index(fields=["album", "place"], name="tracks_on"),
            models.Index(fields=["genre"], condition=~Q(genre=""), name="tracks_by_genre"),
        ]

    def __str__(self) -> str:
        return f"{self.artist} — {self.title}" if self.artist else self.title

    def get_absolute_url(self) -> str:
        return f"/audio{self.pk}"


class Hearing(models.Model):
    """A completed look-up of a sound among the references; without one it stays silent.

    `held_against`: the name of the references' index at its own look-up, `generation`: how far that was;
    later references ask for the sound (see recognising).
    """

    sound = models.OneToOneField("sound.Sound", models.PROTECT, related_name="+")
    generation = models.PositiveBigIntegerField()
    held_against = models.CharField(max_length=64, default="", db_default="")
    findable_in = models.CharField(max_length=64, default="", db_default="")  # name of the ear's index
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["findable_in"], name="hearing_findable_in"),
            models.Index(fields=["held_against", "generation"], name="hearing_held_against"),
        ]

    def __str__(self) -> str:
        return f"{self.sound_id} at {self.generation}"


class Match(models.Model):
    """Lined-up segments of a sound and a recording, as the ear found them."""

    sound = models.ForeignKey("sound.Sound", models.PROTECT, related_name="+")
    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    score = models.FloatField()
    segments = models.JSONField(default=list)  # [{f0, f1, r0, r1, score}] seconds
    reference_ms = models.PositiveIntegerField(default=0)  # length of the reference
    speed = models.FloatField(default=1.0)
    pitch = models.FloatField(default=0.0, db_default=0.0)  # semitones, file minus recording
    p_false = models.FloatField(null=True)  # that a stranger scores as much; null: not known
    engine = models.CharField(max_length=40)
    found_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # its claimant agreed that it means nothing

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sound", "recording"], name="match_once")]
        indexes = [models.Index(fields=["recording", "sound"], name="match_recording")]

    def __str__(self) -> str:
        return f"{self.sound_id} ~ {self.recording_id}"


class Reexamination(models.Model):
    """How far a new reference is asked for among what was sent in before it came."""

    recording = models.OneToOneField("catalogue.Recording", models.CASCADE, related_name="+")
    since = models.DateTimeField()
    answered = models.PositiveIntegerField(default=0)  # sounds that may hold it, and are looked at again
    looked = models.PositiveIntegerField(default=0)  # of them, so far
    long_way = models.BooleanField(default=False)  # there may be more: every older sound is looked at
    asked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.recording_id}: {self.looked} of {self.answered}"


class Play(models.Model):
    """One start of a track that `decide` allowed; counted once, after 30 s or half of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    track = models.ForeignKey(Track, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    territory = models.CharField(max_length=2)
    use = models.CharField(max_length=40)
    # How the listener paid at play time, and where that was sold (else the territory they were in).
    offer = models.CharField(max_length=40, default=FREE_OFFER, db_default=FREE_OFFER)
    model = models.CharField(max_length=40, default=_FREE, db_default=_FREE)
    sold_in = models.CharField(max_length=2, blank=True, default="", db_default="")
    context = models.CharField(max_length=10, default=_PAGE, db_default=_PAGE)
    verdict = models.CharField(max_length=14)
    facts_version = models.PositiveBigIntegerField()
    # At play time: [{party, share "1/2", recording, licence, pay|escrow}]
    payees = models.JSONField(default=list)
    held_for = models.JSONField(default=list)  # parties in dispute about it: its money is the winner's
    started_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["track", "counted_at"], name="plays_of"),
            models.Index(fields=["person", "-started_at"], name="plays_by"),
            models.Index(fields=["counted_at"], condition=Q(counted_at__isnull=False), name="plays_counted"),
        ]

    def __str__(self) -> str:
        return f"play {self.pk}"
