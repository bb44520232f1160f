"""Tables of subscriptions: offers and prices, what was bought, payments, and who listens when under what."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .rules import ROYALTY_RATE, Earning, Stretch


class Offer(models.Model):
    """A tier of the service. Its commercial model is what a licence has to permit for its listeners."""

    slug = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(max_length=60)
    name_ru = models.CharField(max_length=60)
    model = models.CharField(max_length=40)  # rights.terms.CommercialModel; fixed for the offer's life
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

    def name(self, language: str) -> str:
        """As people of this language read it."""
        return self.name_ru if language.startswith("ru") else self.name_en


class Price(models.Model):
    """What an offer costs a month, sold in a territory, in a currency; another price is another row."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="prices")
    territory = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    amount = models.PositiveBigIntegerField()  # micro-units
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "territory", "currency"], condition=Q(until=None), name="one_price_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} in {self.territory}: {self.amount} {self.currency}"


class Subscription(models.Model):
    """What somebody bought: an offer for themselves, month by month, or months of it for a friend.

    What became of it (`agreement` and the dates) is read off the provider's events: see rules.life.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # who listens
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    months = models.PositiveSmallIntegerField(default=0)  # of a gift; 0: until it is cancelled
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="+")
    sold_in = models.CharField(max_length=2)  # home territory
    currency = models.CharField(max_length=3)
    price = models.PositiveBigIntegerField()  # micro-units a month
    provider = models.CharField(max_length=20)
    agreement = models.CharField(max_length=120, blank=True)  # the provider's number
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)  # first paid
    cancelled_at = models.DateTimeField(null=True)  # goes on until what is paid ends
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given_by=None, months=0) | Q(given_by__isnull=False, months__gt=0),
                name="gift_of_months",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="subscriptions_of"),
            models.Index(fields=["given_by", "-made_at"], name="gifts_of"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} of {self.person_id}"


class Payment(models.Model):
    """A sum that was paid: a receipt, and what fees are reckoned from. Amounts in micro-units."""

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="payments")
    payment = models.CharField(max_length=120)  # the provider's number
    amount = models.PositiveBigIntegerField()
    tax = models.PositiveBigIntegerField()  # of the amount
    currency = models.CharField(max_length=3)
    paid_at = models.DateTimeField()
    days = models.PositiveIntegerField()  # what it is for, shared out over them (rules.fees)
    cut_at = models.DateTimeField(null=True)  # when it ended early
    returns = models.JSONField(default=list)  # paid back: [[ISO instant, micro-units]]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "payment"], name="payment_once")]
        indexes = [models.Index(fields=["cut_at"], name="payments_cut")]

    def __str__(self) -> str:
        return f"{self.payment}: {self.amount} {self.currency}"

    @property
    def returned(self) -> int:
        """Micro-units paid back so far."""
        return sum(amount for _, amount in self.returns)

    def earning(self, covers: "list[Cover]") -> Earning:
        """As fees are reckoned from it."""
        return Earning(
            self.amount,
            self.tax,
            self.days,
            tuple(each.stretch for each in covers),
            self.cut_at,
            tuple((datetime.fromisoformat(at), amount) for at, amount in self.returns),
        )


class Told(models.Model):
    """What a payment provider said happened, once each; nothing of a card is in it."""

    provider = models.CharField(max_length=20)
    number = models.CharField(max_length=160)  # the provider's, of the event
    subscription = models.ForeignKey(Subscription, models.CASCADE, null=True, related_name="told")
    kind = models.CharField(max_length=10)  # rules.life.Kind
    at = models.DateTimeField()
    agreement = models.CharField(max_length=120, blank=True)
    payment = models.CharField(max_length=120, blank=True)
    amount = models.PositiveBigIntegerField(default=0)
    tax = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    starts = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "number"], name="told_once")]
        indexes = [
            models.Index(fields=["provider", "payment"], name="told_of_payment"),
            models.Index(fields=["provider", "agreement"], name="told_of_agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.number}: {self.kind}"


class Cover(models.Model):
    """A stretch of time [starts, ends) in which a person listens under an offer, as rules.laying lays it out.

    Without a payment it is grace. Laid out anew whenever something happens; the past comes out the same.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="+")
    sold_in = models.CharField(max_length=2)  # home territory
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    payment = models.ForeignKey(Payment, models.CASCADE, null=True, related_name="covers")
    first = models.PositiveIntegerField(
        default=0, db_default=0
    )  # number of its first day among the payment's
    days = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="cover_has_length")]
        indexes = [
            models.Index(fields=["person", "ends"], name="covers_of"),
            models.Index(fields=["ends", "starts"], name="covers_in"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} under {self.offer_id} [{self.starts}, {self.ends})"

    @property
    def stretch(self) -> Stretch:
        return Stretch("", str(self.payment_id), self.starts, self.ends, self.first, self.days)
