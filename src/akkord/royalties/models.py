"""Tables of royalties: months and their pools, what was agreed, what was stated, and what came late.

Amounts are whole micro-units; fractions are written exactly ("3/5"). What was said to a party is never
changed: corrections are rows, and statements, of their own.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Month(models.Model):
    """A month on its way from plays to statements; its life is in month_life."""

    class State(models.TextChoices):
        OPEN = "open"
        COUNTED = "counted"  # every counted play lies in a partition whose digest is in the log
        CHECKED = "checked"  # anomalies were looked at, and what is excluded is decided
        SHARED = "shared"  # pools are shared out, lines are written
        CLOSED = "closed"  # statements are issued

    first_day = models.DateField(unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    plays = models.PositiveBigIntegerField(default=0)
    excluded = models.PositiveBigIntegerField(default=0)  # of them, not royalty-bearing
    manifest = models.CharField(max_length=64, blank=True)  # SHA-256 of the list of its partitions
    lines = models.CharField(max_length=64, blank=True)  # SHA-256 of its lines, in the store
    counted_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    shared_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # The step a worker takes just now, how far it is, and why the last one was refused.
    doing = models.CharField(max_length=5, blank=True, default="")
    done = models.PositiveSmallIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(default=0)
    refused = models.CharField(max_length=40, blank=True, default="")  # RoyaltyError.code

    class Meta:
        ordering = ["-first_day"]

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m} ({self.state})"


class Entered(models.Model):
    """What somebody entered in the books, by what document; taken back, never changed."""

    source = models.CharField(max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Revenue(Entered):
    """What an offer earned in a territory in a month beside what members paid here; or all of it."""

    month = models.ForeignKey(Month, models.PROTECT, related_name="+")
    offer = models.CharField(max_length=40)
    sold_in = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    gross = models.BigIntegerField()
    deductions = models.BigIntegerField(default=0)  # taxes and fees the terms let be taken off first

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gross__gte=0, deductions__gte=0, deductions__lte=models.F("gross")),
                name="revenue_net_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gross - self.deductions} {self.currency} of {self.offer} in {self.sold_in}"


class Exchange(Entered):
    """How much of one currency a unit of another is worth in a month, exactly, with source and date."""

    month = models.ForeignKey(Month, models.PROTECT, related_name="+")
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    rate = models.CharField(max_length=60)
    dated = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "base", "quote"], condition=Q(withdrawn_at=None), name="exchange_once"
            )
        ]

    def __str__(self) -> str:
        return f"1 {self.base} = {self.rate} {self.quote}"


class Terms(Entered):
    """What an organisation is due; without an organisation: what the site pays everybody else."""

    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    starts = models.DateField()  # first day of a month
    ends = models.DateField(null=True)  # first day of the month they no longer hold in
    currency = models.CharField(max_length=3)
    rate = models.CharField(max_length=40, blank=True)  # of net revenue; empty: the offer's
    per_subscriber = models.BigIntegerField(default=0)
    per_play = models.BigIntegerField(default=0)
    threshold = models.PositiveBigIntegerField(default=0)  # plays of a pool and month; 0: there is none
    per_play_above = models.BigIntegerField(default=0)  # for each play beyond the threshold
    payout_minimum = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=models.F("starts")), name="terms_end_after_start"
            ),
            models.CheckConstraint(
                condition=Q(per_subscriber__gte=0, per_play__gte=0, payout_minimum__gte=0)
                & Q(per_play_above__gte=0),
                name="terms_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"terms of {self.organisation_id or 'the site'} from {self.starts}"


class Sharing(Entered):
    """By which rule the pools of an offer are shared from a month on; without one, by plays."""

    class Rule(models.TextChoices):
        PRO_RATA = "pro_rata"  # each play weighs the same
        USER_CENTRIC = "user_centric"  # what each payer paid goes to what that payer heard

    starts = models.DateField()  # first day of a month
    offer = models.CharField(max_length=40)
    sold_in = models.CharField(max_length=2, blank=True)  # "": wherever it is sold
    rule = models.CharField(max_length=12, choices=Rule)

    def __str__(self) -> str:
        return f"{self.offer} {self.sold_in} by {self.rule} from {self.starts}"


class Advance(Entered):
    """Paid ahead to an organisation, to be recouped from what it is due."""

    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    paid_on = models.DateField()
    until = models.DateField(null=True)  # last day on which it may be recouped

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="advance_positive")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} ahead to {self.organisation_id}"


class Pool(models.Model):
    """The royalty part of what one offer earned in one territory and month, and how it was shared."""

    Rule = Sharing.Rule

    month = models.ForeignKey(Month, models.CASCADE, related_name="pools")
    offer = models.CharField(max_length=40)
    sold_in = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    rule = models.CharField(max_length=12, choices=Rule, default=Rule.PRO_RATA)
    gross = models.BigIntegerField()
    deductions = models.BigIntegerField()
    rate = models.CharField(max_length=40)
    carried_in = models.BigIntegerField(default=0)  # of a month nobody was heard in
    amount = models.BigIntegerField()  # shared out or carried on
    carried_on = models.BigIntegerField(default=0)
    beside = models.BigIntegerField(default=0)  # what the site paid for plays let in after the close
    plays = models.PositiveBigIntegerField()
    weight = models.CharField(max_length=80)  # of all buckets, exactly: what it was shared by
    heard = models.CharField(max_length=80)  # plays of all buckets, by the part of each: what minima go by
    cut_remainder = models.CharField(max_length=160, blank=True)
    cut_place = models.JSONField(null=True)  # see rules.pools.Bucket.place
    subscribers = models.CharField(max_length=80, default="0")  # average of the month, exactly

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "offer", "sold_in", "currency"], name="pool_once")
        ]
        ordering = ["offer", "sold_in", "currency"]

    def __str__(self) -> str:
        return f"{self.offer} in {self.sold_in}: {self.amount} {self.currency}"


class Part(models.Model):
    """What one bucket got of a pool."""

    pool = models.ForeignKey(Pool, models.CASCADE, related_name="parts")
    party = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    wait = models.CharField(max_length=10, blank=True)  # rules.pools.Wait
    weight = models.CharField(max_length=80)
    heard = models.CharField(max_length=80)
    plays = models.PositiveBigIntegerField()
    amount = models.BigIntegerField()
    otherwise = models.BigIntegerField(
        null=True
    )  # by the other rule, when it was shared; null: not to be said
    # The correction that last moved it (0: none), and what stood before.
    revision = models.PositiveIntegerField(default=0)
    heard_before = models.CharField(max_length=80, default="0")
    plays_before = models.PositiveBigIntegerField(default=0)
    amount_before = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "party", "wait"], name="part_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(party__isnull=False) | ~Q(wait=""), name="part_without_party_waits"
            ),
        ]
        indexes = [models.Index(fields=["party"], name="parts_of")]

    def __str__(self) -> str:
        return f"{self.amount} of {self.pool_id} to {self.party_id} {self.wait}"


class Correction(models.Model):
    """What late facts changed in a closed month: the lines they moved, all of them in one act."""

    month = models.ForeignKey(Month, models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField()  # revision of the month
    reason = models.CharField(max_length=500)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "number"], name="correction_once")]

    def __str__(self) -> str:
        return f"correction {self.number} of {self.month_id}"


class LineChange(models.Model):
    """A line of a closed month taken back and put anew by a correction (rules.correcting.Change)."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="changes")
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    party = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    wait = models.CharField(max_length=10, blank=True)
    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, null=True, related_name="+")
    sound = models.ForeignKey("sound.Sound", models.PROTECT, null=True, related_name="+")
    territory = models.CharField(max_length=2)
    use = models.CharField(max_length=40)
    fraction = models.CharField(max_length=40)
    plays_before = models.PositiveBigIntegerField(default=0)
    amount_before = models.BigIntegerField(default=0)
    plays = models.PositiveBigIntegerField(default=0)
    amount = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["pool", "party"], name="changes_of")]

    def __str__(self) -> str:
        return f"{self.amount_before} → {self.amount} for {self.party_id}"


class Statement(models.Model):
    """What one organisation is due for a month: numbered, immutable, its digest in the public log.

    The whole of it is the document and the lines in the store; columns repeat what lists and the next
    month need. A correction's statement names the one it corrects.
    """

    number = models.CharField(max_length=40, unique=True)  # "2026-10/3" and, corrected, "2026-10/3-1"
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    month = models.ForeignKey(Month, models.PROTECT, related_name="statements")
    revision = models.PositiveIntegerField(default=0)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    correction = models.ForeignKey(Correction, models.PROTECT, null=True, related_name="statements")
    currency = models.CharField(max_length=3)
    plays = models.PositiveBigIntegerField()
    share = models.BigIntegerField()  # of pools, exchanged
    adjustments = models.BigIntegerField(default=0)  # what the terms add or take
    waiting = models.BigIntegerField(default=0)  # its claims that wait, exchanged; not due
    carried_in = models.BigIntegerField(default=0)
    due = models.BigIntegerField()
    recouped = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    carried_on = models.BigIntegerField(default=0)
    document = models.CharField(max_length=64)  # SHA-256 in the store
    lines = models.CharField(max_length=64)
    entry = models.OneToOneField("ledger.Entry", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month", "revision"], name="statement_once"),
            models.CheckConstraint(condition=Q(paid__gte=0, recouped__gte=0), name="statement_pays_forward"),
        ]
        indexes = [models.Index(fields=["organisation", "-issued_at"], name="statements_of")]

    def __str__(self) -> str:
        return f"statement {self.number}"

    def get_absolute_url(self) -> str:
        return f"/rights/{self.organisation_id}/royalties/{self.pk}"


class Recoupment(models.Model):
    """What a statement took of an advance."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="recoupments")
    advance = models.ForeignKey(Advance, models.PROTECT, related_name="recoupments")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "advance"], name="recouped_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="recoupment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of advance {self.advance_id}"


class Query(models.Model):
    """An organisation's question about one line of its statement, and what the site answered."""

    class State(models.TextChoices):
        ASKED = "asked"
        UPHELD = "upheld"  # the line is right
        CORRECTED = "corrected"

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="queries")
    line = models.CharField(max_length=40)  # its sales transaction id
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "line"], condition=Q(state="asked"), name="line_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"question about {self.line}"


class Exclusion(models.Model):
    """A counted play that earns nothing, by which rule and on what evidence; reported all the same."""

    play = models.UUIDField(unique=True)
    month = models.ForeignKey(Month, models.PROTECT, related_name="exclusions")
    track = models.ForeignKey("music.Track", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)  # rules.fraud.Reason
    evidence = models.JSONField(default=dict)  # numbers only, nobody's name
    written = models.PositiveIntegerField(default=0)  # later revisions of the play that say it in files
    found_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_why = models.CharField(max_length=500, blank=True)
    # The correction that let it in after its month was closed; earlier statements do not count it.
    let_in_by = models.ForeignKey("Correction", models.PROTECT, null=True, related_name="let_in")

    class Meta:
        indexes = [models.Index(fields=["month", "reason"], name="exclusions_of")]

    def __str__(self) -> str:
        return f"play {self.play}: {self.reason}"


class LateFact(models.Model):
    """Facts changed about recordings, a catalogue, files or an account: months may have to be corrected.

    Payload of the event "facts_changed"; it waits for the next cycle of corrections.
    """

    about = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"late: {self.about}"


class Recounted(models.Model):
    """A play of a closed month whose payees are others now, and since which correction; the latest counts."""

    play = models.UUIDField()
    correction = models.ForeignKey(Correction, models.PROTECT, related_name="plays")
    payees = models.JSONField()  # as music.Play.payees

    class Meta:
        constraints = [models.UniqueConstraint(fields=["play", "correction"], name="recounted_once")]

    def __str__(self) -> str:
        return f"play {self.play} in {self.correction_id}"


class PlayFile(models.Model):
    """A file of counted plays of one UTC day, that of the splits first met in it, and their line."""

    day = models.DateField()
    batch = models.PositiveIntegerField()  # 0, and one more with each file of later revisions
    plays = models.CharField(max_length=64)  # SHA-256 in the store
    splits = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    manifest = models.CharField(max_length=64)  # SHA-256 of what names all of this, in the store
    entry = models.OneToOneField("ledger.Entry", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "batch"], name="play_file_once")]
        ordering = ["day", "batch"]

    def __str__(self) -> str:
        return f"plays of {self.day}, {self.batch}"


class Pseudonyms(models.Model):
    """What listeners of a month are called in its files; forgotten when the month is closed."""

    first_day = models.DateField(unique=True)
    secret = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"pseudonyms of {self.first_day:%Y-%m}"


class UsageReport(models.Model):
    """A month's uses as a DDEX report for one licensor of works, as it was written; never changed."""

    class Profile(models.TextChoices):
        BASIC_AUDIO = "BasicAudio"  # of what labels delivered
        UGC = "UGC"  # of what members sent in

    month = models.ForeignKey(Month, models.PROTECT, related_name="usage_reports")
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    profile = models.CharField(max_length=10, choices=Profile)
    message_id = models.CharField(max_length=80, unique=True)  # what claims name it by
    files = models.JSONField()  # [[name, SHA-256 in the store]]
    uses = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "organisation", "profile"], name="usage_report_once")
        ]
        ordering = ["-month__first_day", "organisation_id", "profile"]

    def __str__(self) -> str:
        return f"usage report {self.message_id}"


class ClaimMessage(models.Model):
    """A licensor's message of claims (CDM) as it came, and what came of its claims."""

    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    report = models.ForeignKey(UsageReport, models.PROTECT, null=True, related_name="claims")
    message_id = models.CharField(max_length=200)
    file = models.CharField(max_length=64)  # SHA-256 in the store
    name = models.CharField(max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    came_at = models.DateTimeField()
    statuses = models.JSONField(default=dict)  # RightsClaimStatus → how many claims, when it came
    stated = models.PositiveIntegerField(default=0)  # claims whose shares are kept

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "message_id"], name="claim_message_once")
        ]
        ordering = ["-came_at", "-pk"]

    def __str__(self) -> str:
        return f"claims {self.message_id}"


class ClaimedShare(models.Model):
    """What a licensor claims of the work in a recording. It moves nothing of the recording's money."""

    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    message = models.ForeignKey(ClaimMessage, models.PROTECT, related_name="shares")
    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    territory = models.CharField(max_length=16)
    use = models.CharField(max_length=80)  # AVS UseType and CommercialModelType, as claimed
    model = models.CharField(max_length=80)
    right = models.CharField(max_length=16)  # dsr.cdm.Right
    share = models.CharField(max_length=40)  # exact fraction "1/2", of all works of the licensor in it
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)  # the last day
    replaced_by = models.ForeignKey(ClaimMessage, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "recording"], condition=Q(replaced_by=None), name="shares_claimed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} claims {self.share} of the work in {self.recording_id}"


class SoundClaim(models.Model):
    """An organisation says, with evidence, that a sound nobody knows is its recording; it is weighed."""

    class State(models.TextChoices):
        ASKED = "asked"
        ACCEPTED = "accepted"  # from now on the sound is the recording's, and its money follows
        REFUSED = "refused"

    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    sound = models.ForeignKey("sound.Sound", models.PROTECT, related_name="+")
    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=2000)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sound"], condition=Q(state="asked"), name="sound_claimed_once"
            )
        ]

    def __str__(self) -> str:
        return f"sound {self.sound_id} claimed by {self.organisation_id}"


class Appeal(models.Model):
    """Somebody says that plays of a track a rule left out were heard; a person decides, with reasons.

    By an organisation for what it is paid for, or (without one) by the member who sent the track in.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        ACCEPTED = "accepted"  # the plays count
        REFUSED = "refused"

    month = models.ForeignKey(Month, models.PROTECT, related_name="appeals")
    track = models.ForeignKey("music.Track", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)  # rules.fraud.Reason
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "track", "reason"], condition=Q(state="asked"), name="appealed_once"
            )
        ]

    def __str__(self) -> str:
        return f"appeal for track {self.track_id} in {self.month_id}"
