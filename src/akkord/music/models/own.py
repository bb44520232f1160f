"""What members have signed about music of their own: kept as evidence, also when it holds no more."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .tracks import Upload


class OwnMusic(models.Model):
    """A member signs that an upload is theirs, whose it is besides, and what they permit where.

    `recording` stays the same over the declarations of one upload: what is stated of it are facts of the law.
    """

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    permission = models.CharField(max_length=12)  # rights.actions.Permission, or a ground of an open licence
    territory = models.CharField(max_length=2000)
    # Whose else it is: [{"name", "share"}], shares as exact fractions; and who performed and produced it.
    holders = models.JSONField(default=list)
    writers = models.JSONField(default=list)
    performers = models.CharField(max_length=300, blank=True)
    producers = models.CharField(max_length=300, blank=True)
    made_in = models.PositiveSmallIntegerField(null=True)  # the year
    signed_as = models.CharField(max_length=120)
    signed_words = models.TextField()  # what was read and signed, in the language it was read in
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["upload"], condition=Q(withdrawn_at=None), name="one_declaration_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["recording"], name="own_music_of")]

    def __str__(self) -> str:
        return f"{self.person_id} declares {self.upload_id}"
