"""Tables of sound: one row per different file, however often it was sent in."""

from django.db import models


class Sound(models.Model):
    """The bytes of one sound file and what the box found in them.

    Uploads and delivered files of equal bytes share one sound; it is the `file` of the rights decision.
    """

    class State(models.TextChoices):
        UNKNOWN = "unknown"
        EXAMINED = "examined"
        REFUSED = "refused"

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.UNKNOWN)
    refusal = models.CharField(max_length=40, blank=True)
    refusal_detail = models.CharField(max_length=500, blank=True)
    seconds = models.FloatField(null=True)
    container = models.CharField(max_length=40, blank=True)
    codec = models.CharField(max_length=40, blank=True)
    bitrate = models.PositiveIntegerField(default=0)
    rate = models.PositiveIntegerField(default=0)
    channels = models.PositiveSmallIntegerField(default=0)
    loudness = models.FloatField(null=True)  # LUFS, BS.1770 integrated
    levels = models.BinaryField(
        default=bytes, db_default=b""
    )  # how many blocks are how loud (earprint.levels); empty for silence and what was measured before
    waveform = models.BinaryField(default=bytes)  # up to 800 values 0..255
    tags = models.JSONField(default=dict)
    lyrics = models.TextField(blank=True, default="", db_default="")  # words in the file's own tags
    figures = models.BinaryField(
        default=bytes, db_default=b""
    )  # how it sounds: float32 (earprint.box.timbre)
    cover = models.CharField(max_length=64, blank=True)  # store name of a sanitised picture
    print = models.CharField(max_length=64, blank=True)  # store name of the serialised print
    rendition = models.CharField(max_length=64, blank=True)  # store name of what is played, made in the box
    rendition_size = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"sound {self.pk} ({self.state})"
