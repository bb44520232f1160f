"""Tables of cases: orders with their rows, questions of the office, proceedings with their steps."""

import uuid

from django.conf import settings
from django.db import models


class Order(models.Model):
    """A binding list of files or recordings to silence, filed by a label or a body for it."""

    class State(models.TextChoices):
        DRAFT = "draft"  # filed, rows being looked up or shown
        EXECUTED = "executed"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000)
    territory = models.CharField(max_length=2000, default="Worldwide")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    executed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"order {self.pk}"


class OrderRow(models.Model):
    """One line of an order, what was found for it, and what was done."""

    class Found(models.TextChoices):
        RECORDING = "recording"  # a recording of this organisation, with all its copies
        FILE = "file"  # a file no recording is known for
        AMBIGUOUS = "ambiguous"
        NOT_FOUND = "not_found"
        NO_STANDING = "no_standing"  # somebody else's recording and no mandate

    class Refusal(models.TextChoices):
        NOT_THEIRS = "not_theirs"  # the organisation neither owns nor delivered it
        NO_MANDATE = "no_mandate"  # a body names it whose owners gave it none
        BEYOND_MANDATE = "beyond_mandate"  # there is a mandate, for other territories or recordings

    order = models.ForeignKey(Order, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    given = models.CharField(max_length=500)  # as it was written: URL, number, ISRC, "artist — title"
    found = models.CharField(max_length=12, choices=Found)
    # On whose behalf the row is filed; in a body's own order each row has the owner it names.
    claimant = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(max_length=16, blank=True)  # of a row without standing: a word of Refusal
    note = models.CharField(max_length=300, blank=True)
    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, null=True, related_name="+")
    sound = models.ForeignKey("sound.Sound", models.PROTECT, null=True, related_name="+")
    tracks = models.PositiveIntegerField(default=0)  # how many tracks it silences
    block = models.ForeignKey("rights.Block", models.PROTECT, null=True, related_name="+")
    # An ambiguous row waits for one of the staff, who says which of the tracks it means, or none.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "line"], name="order_line_once")]
        indexes = [
            models.Index(
                fields=["order"],
                condition=models.Q(found="ambiguous", decided_at=None),
                name="order_rows_in_doubt",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id}:{self.line}"

    @property
    def meant(self) -> bool:
        """Whether it is known what the row names: looked up, or said by a person."""
        return self.recording_id is not None or self.sound_id is not None


class Inquiry(models.Model):
    """A file the office holds up for the occasion: where is this on the site? It is nobody's upload."""

    class State(models.TextChoices):
        ASKED = "asked"  # waits for the box, or is being looked up
        ANSWERED = "answered"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("catalogue.Organisation", models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    filename = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    refusal = models.CharField(max_length=40, blank=True)
    refusal_detail = models.CharField(max_length=500, blank=True)
    seconds = models.FloatField(null=True)
    print = models.BinaryField(default=bytes)
    # [{sound, score, speed, pitch, p_false, segments}]: f in the sound of the site, r in this file
    found = models.JSONField(default=list)
    full = models.BooleanField(default=False)  # there may be more than was found
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="inquiries_of")]

    def __str__(self) -> str:
        return f"inquiry {self.pk} ({self.state})"


class Proceeding(models.Model):
    """A notice, a court's act or an authority's demand on its way through the law it rests on.

    Its state and what happened are in its steps (see procedures.py); this row is where they stand.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # What its claimant alone is told: who holds it speaks for them. All sides know the public id.
    claimant_link = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    procedure = models.CharField(max_length=20)  # law.procedures: id and version it was opened under
    version = models.CharField(max_length=40)
    country = models.CharField(max_length=2)  # whose calendar its days are reckoned by
    subject = models.CharField(max_length=12)
    territory = models.CharField(max_length=2000, default="Worldwide")  # where it may silence
    state = models.CharField(max_length=24)
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    claimant = models.CharField(max_length=200)  # as they signed: never shown in public
    mail = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=5, default="en")
    authority = models.CharField(max_length=200, blank=True)  # the court or authority behind it
    upload = models.ForeignKey("music.Upload", models.PROTECT, null=True, related_name="+")  # of a claim
    given = models.JSONField(default=dict)  # the form as it was filed
    facts = models.JSONField(default=dict)  # what conditions of steps are decided by
    case_number = models.CharField(max_length=80, blank=True)  # at the court; cases joined there share it
    # Several claimants' cases under one hand: the body that coordinates them, and its own number for it.
    coordinator = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    coordination = models.CharField(max_length=80, blank=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")  # its list's line
    executed_at = models.DateTimeField(null=True)
    falls_at = models.DateTimeField(null=True)  # when silence falls next
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["falls_at"], condition=models.Q(closed_at=None), name="proceeding_falls"),
            models.Index(fields=["organisation", "-opened_at"], name="proceedings_of"),
            models.Index(fields=["mail"], name="proceedings_by_mail"),
            models.Index(fields=["case_number"], name="proceedings_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "organisation"],
                condition=models.Q(closed_at=None),
                name="claim_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.pk} ({self.state})"


class ProceedingRow(models.Model):
    """One thing a proceeding is about, what was found for it, and what was done."""

    class State(models.TextChoices):
        DEMANDED = "demanded"
        SILENCED = "silenced"
        SUSPENDED = "suspended"
        RESTORED = "restored"

    # Found besides what orders find: a state's demand may name them.
    POST, PHOTO, DOCUMENT = "post", "photo", "document"
    BESIDES = ((POST, "Post"), (PHOTO, "Photo"), (DOCUMENT, "Document"))

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    given = models.CharField(max_length=500)
    found = models.CharField(max_length=12, choices=[*OrderRow.Found.choices, *BESIDES])
    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, null=True, related_name="+")
    sound = models.ForeignKey("sound.Sound", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("wall.Post", models.PROTECT, null=True, related_name="+")
    photo = models.ForeignKey("photos.Photo", models.PROTECT, null=True, related_name="+")
    content = models.ForeignKey("documents.Content", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    contradicted = models.BooleanField(default=False)  # free for all, or proven to be somebody else's
    note = models.CharField(max_length=300, blank=True)
    tracks = models.PositiveIntegerField(default=0)  # how many tracks it silences, or may mean
    due_at = models.DateTimeField(null=True)  # by when the law wants the site to have acted
    # An ambiguous row waits for a person, who says which of the tracks it means, or none.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.DEMANDED)
    block = models.ForeignKey("rights.Block", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proceeding", "line"], name="proceeding_line_once")]
        indexes = [models.Index(fields=["person"], name="proceedings_against")]

    def __str__(self) -> str:
        return f"{self.proceeding_id}:{self.line}"

    @property
    def meant(self) -> bool:
        """Whether it is known what the row names: looked up, or said by a person."""
        things = (self.recording_id, self.sound_id, self.post_id, self.photo_id, self.content_id)
        return any(pk is not None for pk in things)


class ProceedingStep(models.Model):
    """Something that happened in a proceeding, with its line in the public log. Never changed."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="steps")
    event = models.CharField(max_length=24)
    actor = models.CharField(max_length=10)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=24)  # after it
    said = models.CharField(max_length=2000, blank=True, db_default="")  # with it, for the other side to read
    at = models.DateTimeField()
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["proceeding", "id"], name="steps_of_proceeding")]

    def __str__(self) -> str:
        return f"{self.event} in {self.proceeding_id}"


class Letter(models.Model):
    """A letter of a proceeding, or about an account's strikes and suspension, as it was written."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, null=True, related_name="letters")
    to = models.CharField(max_length=10)  # law.terms.Party
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    mail = models.CharField(max_length=254, blank=True)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-sent_at"], name="letters_to")]

    def __str__(self) -> str:
        return f"{self.template} to {self.to}"


class Strike(models.Model):
    """An infringement counted against an account (law.strikes says what strikes add up to)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # What it is for: a proceeding's removal, or an upload of what a block had silenced before.
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, null=True, related_name="strikes")
    block = models.ForeignKey("rights.Block", models.PROTECT, null=True, related_name="+")
    upload = models.ForeignKey("music.Upload", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    school_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "proceeding"],
                condition=models.Q(lifted_at=None),
                name="strike_once_a_proceeding",
            ),
            models.UniqueConstraint(
                fields=["person", "block"],
                condition=models.Q(lifted_at=None),
                name="strike_once_a_thing_and_case",
            ),
            models.CheckConstraint(
                condition=models.Q(proceeding__isnull=False, block=None, upload=None)
                | models.Q(proceeding=None, block__isnull=False, upload__isnull=False),
                name="strike_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"strike of {self.person_id}"


class Sanction(models.Model):
    """What manifestly unfounded notices brought on a notifier (law.abuse): a warning, or a suspension.

    The notifier is an organisation, or whoever signs with a mail address.
    """

    mail = models.CharField(max_length=254, blank=True)
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8)
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)  # a complaint about it was right

    class Meta:
        indexes = [
            models.Index(fields=["mail", "-at"], name="sanctions_of"),
            models.Index(fields=["organisation", "-at"], name="sanctions_of_party"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation_id or self.mail}"


class Suspension(models.Model):
    """An account's uploads closed for its strikes (law.suspensions), or of one it was. Music holds the gate.

    The rule decides; a person looks at it, and another one answers the appeal.
    """

    class Ending(models.TextChoices):
        TIME = "time"
        STRIKES = "strikes"
        APPEAL = "appeal"
        STAFF = "staff"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    strikes = models.ManyToManyField(Strike, related_name="+")  # those that counted when it began
    at = models.DateTimeField()
    until = models.DateTimeField()
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")  # none: by SQL
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=2000, blank=True)  # why it stands, by who looked at it
    appealed_at = models.DateTimeField(null=True)
    appeal = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=2000, blank=True)
    upheld = models.BooleanField(null=True)  # by the answer
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=2000, blank=True)  # it was lifted, by who lifted it
    end_entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="suspensions_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="suspended_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("at")), name="suspension_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ending="", end_entry=None)
                | ~models.Q(ending="") & models.Q(ended_at__isnull=False, end_entry__isnull=False),
                name="suspension_ended_by_line",
            ),
            # Held by the database, not by a page: nobody is heard by who decided, or decides on their own.
            models.CheckConstraint(
                condition=models.Q(answered_by=None)
                | models.Q(decided_by=None)
                | ~models.Q(answered_by=models.F("decided_by")),
                name="appeal_answered_by_another",
            ),
            models.CheckConstraint(
                condition=(models.Q(answered_by=None) | ~models.Q(answered_by=models.F("person")))
                & (models.Q(decided_by=None) | ~models.Q(decided_by=models.F("person")))
                & (models.Q(ended_by=None) | ~models.Q(ended_by=models.F("person"))),
                name="suspension_not_ones_own",
            ),
        ]

    def __str__(self) -> str:
        return f"suspension of {self.person_id}"


class Flagger(models.Model):
    """The status of a trusted flagger, by the decision of a Digital Services Coordinator (DSA art. 22)."""

    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    coordinator = models.CharField(max_length=200)
    document = models.CharField(max_length=200)  # its decision, by name or number
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=1000, blank=True)  # it was suspended or revoked
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")  # the line of the last act

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gt=models.F("starts")),
                name="flagger_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"flagger {self.organisation_id} ({self.coordinator})"


class Approval(models.Model):
    """A step that needs a second person: proposed by one, approved by another, within 24 hours."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="approvals")
    act = models.CharField(max_length=16)  # law.approvals.Act
    event = models.CharField(max_length=24)
    facts = models.JSONField(default=dict)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    emergency = models.BooleanField(default=False)  # done by one person already; reversed unless confirmed
    state_before = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Held by the database, not by a page: nobody is two people.
            models.CheckConstraint(
                condition=models.Q(approver=None) | ~models.Q(approver=models.F("proposer")),
                name="approval_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(approver=None)
                | models.Q(requester=None)
                | ~models.Q(approver=models.F("requester")),
                name="approval_not_by_requester",
            ),
            models.CheckConstraint(
                condition=models.Q(approver=None, approved_at=None)
                | models.Q(approver__isnull=False, approved_at__isnull=False),
                name="approval_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["proceeding", "event"],
                condition=models.Q(approved_at=None, lapsed_at=None),
                name="approval_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} of {self.proceeding_id}"


class Taken(models.Model):
    """An item of the staff's queue that somebody works on, so that nobody else does (law.queue)."""

    item = models.CharField(max_length=40, unique=True)  # "proceeding-12"
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.item} taken by {self.person_id}"


class Conflict(models.Model):
    """Statements of ownership about one recording that come to more than the whole, between their parties.

    Who states what is in the statements themselves; what is kept here is where they clash, as last looked.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CONCEDED = "conceded"  # somebody claimed less, or let a bare assertion lapse
        SETTLED = "settled"  # the parties agreed on shares
        COURT = "court"  # a court has ruled
        CLOSED = "closed"  # it came to an end otherwise

    recording = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    parties = models.ManyToManyField("catalogue.Organisation", related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    rights = models.JSONField(default=list)  # rights.terms.Right, single ones
    territory = models.CharField(max_length=2000)
    starts = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    proven = models.BooleanField(default=False)  # more than the whole by proof: its money waits
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    ending = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recording"], condition=models.Q(state="open"), name="conflict_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at=None, ending=None)
                | ~models.Q(state="open") & models.Q(closed_at__isnull=False, ending__isnull=False),
                name="conflict_closed_by_line",
            ),
        ]

    def __str__(self) -> str:
        return f"conflict {self.pk} ({self.state})"


class Evidence(models.Model):
    """A document a party names in a conflict. Its bytes stay with the party; its hash says which it was."""

    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="evidence")
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    text = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)  # the operator looked at it: the assertion is proven
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)  # the operator looked at it: it proves nothing

    def __str__(self) -> str:
        return f"{self.name} in {self.conflict_id}"


class Settlement(models.Model):
    """Shares that would end a conflict: offered by a party to the others, or ruled by a court."""

    class State(models.TextChoices):
        WAITING = "waiting"
        AGREED = "agreed"
        DECLINED = "declined"
        REPLACED = "replaced"  # another offer took its place, or the conflict ended otherwise

    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="settlements")
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shares = models.JSONField()  # {party: exact fraction "7/10"}
    since = models.DateTimeField(null=True)  # null: as far back as the conflict reaches
    text = models.CharField(max_length=1000, blank=True)
    court = models.CharField(max_length=200, blank=True)  # the court and its number, of a ruling
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    agreed = models.JSONField(default=list)  # parties that agreed so far
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conflict"], condition=models.Q(state="waiting"), name="settlement_waits_once"
            ),
            models.CheckConstraint(
                condition=models.Q(approver=None) | ~models.Q(approver=models.F("person")),
                name="ruling_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"settlement {self.pk} ({self.state})"


class OverlapOffer(models.Model):
    """What a party says two recordings with one sound are, put to the other parties (law.overlaps)."""

    class State(models.TextChoices):
        WAITING = "waiting"
        AGREED = "agreed"
        DECLINED = "declined"
        REPLACED = "replaced"  # something else was said

    one = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    other = models.ForeignKey("catalogue.Recording", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("catalogue.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    says = models.CharField(max_length=9)  # law.overlaps.State
    reason = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    agreed = models.JSONField(default=list)  # parties that agreed so far
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=models.Q(state="waiting"), name="overlap_offer_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ~ {self.other_id}: {self.says} ({self.state})"
