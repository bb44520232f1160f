"""Tables of care: who of the staff is what, what was reported, decided and appealed, and who looked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .rules import Measure, Role, Thing

PERSON = settings.AUTH_USER_MODEL
MOST_WORDS = 2000


def choices(words: type[Thing] | type[Measure] | type[Role]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Place(models.Model):
    """A person's place on the staff of moderation; operators have one without a row."""

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=choices(Role))
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role}"


class Matter(models.Model):
    """A thing that was reported, until it is decided; reported again later, it is another matter."""

    kind = models.CharField(max_length=8, choices=choices(Thing))
    number = models.PositiveBigIntegerField()
    whose = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")  # who answers for it
    opened_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    escalated_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], condition=Q(closed_at=None), name="matter_open_once"
            )
        ]
        indexes = [models.Index(fields=["opened_at"], condition=Q(closed_at=None), name="matters_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Report(models.Model):
    """One person's report of a thing, with what they saw: changed or deleted later, it is judged."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20, blank=True)  # messages are reported without naming one
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    seen = models.JSONField()  # what the reporter was shown: queries.things.Seen
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "reporter"], name="reported_once")]
        indexes = [models.Index(fields=["reporter", "-id"], name="reports_by")]

    def __str__(self) -> str:
        return f"{self.reporter_id} on {self.matter_id}"


class Decision(models.Model):
    """What was decided about a matter, by whom, under which rule; what it restricts has a row and a line."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="decision")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")  # who is told
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    measure = models.CharField(max_length=8, choices=choices(Measure))
    rule = models.CharField(max_length=20, blank=True)
    rule_since = models.DateField(null=True)
    quoted = models.TextField(blank=True)  # the words it is about, as they were reported
    words = models.CharField(max_length=MOST_WORDS, blank=True)  # the staff's own, told to the person
    until = models.DateTimeField(null=True)
    block = models.ForeignKey("rights.Block", models.PROTECT, null=True, related_name="+")
    restraint = models.ForeignKey("people.Restraint", models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="decisions_about")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(measure=Measure.NOTHING.value) & Q(entry=None))
                | (~Q(measure=Measure.NOTHING.value) & Q(entry__isnull=False)),
                name="decision_restricts_by_line",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} about {self.matter_id}"


class Appeal(models.Model):
    """The person's word against a decision, and another's answer to it."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appeal")
    text = models.CharField(max_length=MOST_WORDS)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=MOST_WORDS, blank=True)
    upheld = models.BooleanField(null=True)  # whether the decision stands

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}"


class Look(models.Model):
    """Somebody of the staff opened a matter."""

    staff = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="looks")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.matter_id}"


class RecordLook(models.Model):
    """Somebody of the staff opened a person's record: all that was reported and decided about them."""

    staff = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="record_looks_at")]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.person_id}"
