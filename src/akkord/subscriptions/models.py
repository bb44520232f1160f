"""Tables of subscriptions: offers, and the stretches of time in which somebody listens under one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .rules import ROYALTY_RATE


class Offer(models.Model):
    """A tier of the service. Its commercial model is what a licence has to permit for its listeners."""

    slug = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(max_length=60)
    name_ru = models.CharField(max_length=60)
    model = models.CharField(max_length=40)  # rights.terms.CommercialModel
    rate = models.CharField(max_length=40, default=ROYALTY_RATE)  # exact: "3/5" of the net revenue
    # The least a play earns, in micro-units of its currency; none unless set.
    play_minimum = models.PositiveBigIntegerField(null=True)
    minimum_currency = models.CharField(max_length=3, blank=True, default="", db_default="")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # from then on it is not sold; who has it keeps it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(play_minimum=None, minimum_currency="")
                | (Q(play_minimum__isnull=False) & ~Q(minimum_currency="")),
                name="minimum_with_its_currency",
            )
        ]

    def __str__(self) -> str:
        return self.slug


class Cover(models.Model):
    """A stretch of time [starts, ends) in which a person listens under an offer."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="+")
    sold_in = models.CharField(max_length=2)  # home territory
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="cover_has_length")]
        indexes = [
            models.Index(fields=["person", "ends"], name="covers_of"),
            models.Index(fields=["ends", "starts"], name="covers_in"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} under {self.offer_id} [{self.starts}, {self.ends})"
