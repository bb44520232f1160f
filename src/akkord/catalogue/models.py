"""Tables of the catalogue: organisations, recordings, releases, deliveries and their references."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .faults import said, told
from .roles import Role


class Organisation(models.Model):
    """A label, publisher, collecting body, court liaison, authority, or a member with music of their own."""

    class Kind(models.TextChoices):
        LABEL = "label"
        PUBLISHER = "publisher"
        BODY = "body"
        COURT = "court"
        AUTHORITY = "authority"
        MUSICIAN = "musician"  # a member as the party of their own music: no office, no orders

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    country = models.CharField(max_length=2, blank=True)
    dpid = models.CharField(max_length=40, blank=True)  # DDEX party id, as its messages name it
    # In whose name messages of batches are accepted that have no error; null: each waits for somebody.
    accepting = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="musician", member__isnull=False) | (~Q(kind="musician") & Q(member=None)),
                name="musician_is_a_member",
            ),
            models.UniqueConstraint(
                fields=["dpid"], condition=~Q(dpid=""), name="organisation_once_per_dpid"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Representative(models.Model):
    """A person who acts for an organisation, as far as the role reaches; another role is another row."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(
        max_length=10, choices=[(role.value, role.value) for role in Role], default=Role.MANAGER
    )
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(ended_at=None), name="represents_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.organisation_id}"


class Mandate(models.Model):
    """The right of one organisation to act for another: for what, where, when, by which document.

    `recordings` names what it is about; empty is the whole catalogue. A `delegable` mandate may be used by an
    agent of the agent, one step further and no more.
    """

    agent = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    principal = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    territory = models.CharField(max_length=2000, default="Worldwide")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    document = models.CharField(max_length=200)
    recordings = models.JSONField(default=list, blank=True)
    delegable = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # taken back before its own end

    class Meta:
        indexes = [
            models.Index(fields=["agent"], condition=Q(ended_at=None), name="mandates_of_agent"),
            models.Index(fields=["principal"], condition=Q(ended_at=None), name="mandates_of_principal"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(agent=F("principal")), name="mandate_not_oneself"),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=F("starts")), name="mandate_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} for {self.principal_id}"


class Release(models.Model):
    """An album, EP or single as its label published it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    artist = models.CharField(max_length=200)
    icpn = models.CharField(max_length=14, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "icpn"], condition=~Q(icpn=""), name="release_once_per_icpn"
            )
        ]

    def __str__(self) -> str:
        return f"{self.artist} — {self.title}"


class Recording(models.Model):
    """A sound recording: what rights attach to."""

    # Null, not "": unique where there is one.
    isrc = models.CharField(max_length=12, unique=True, null=True)  # noqa: DJ001
    title = models.CharField(max_length=200)
    artist = models.CharField(max_length=200)
    release = models.ForeignKey(Release, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # who delivered it
    sound = models.ForeignKey("sound.Sound", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "title"], name="recordings_of")]

    def __str__(self) -> str:
        return f"{self.artist} — {self.title}"


class Delivery(models.Model):
    """A catalogue delivery: a list of recordings and their sound files, with a life of its own."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    listing = models.CharField(max_length=64, blank=True)  # the list, in the store, while it waits
    state = models.CharField(max_length=12, default="arrived")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="deliveries_of")]

    def __str__(self) -> str:
        return f"delivery {self.pk} of {self.organisation_id}"


class DeliveryRow(models.Model):
    """One recording of a delivery: what the list said, its file, and how far it is."""

    class State(models.TextChoices):
        WAITING = "waiting"  # its sound file has not come yet
        ARRIVED = "arrived"  # the file is here
        HEARD = "heard"  # the box examined it; it has a print
        LIVE = "live"  # in the index; older uploads were looked at again
        REFUSED = "refused"

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    isrc = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200, blank=True)
    artist = models.CharField(max_length=200, blank=True)
    release_title = models.CharField(max_length=200, blank=True)
    icpn = models.CharField(max_length=14, blank=True)
    file = models.CharField(max_length=255, blank=True)
    file_key = models.CharField(max_length=800, blank=True)  # how its name is compared
    share = models.CharField(max_length=20, default="1")  # exact fraction, "1", "1/2"
    territory = models.CharField(max_length=2000, default="Worldwide")
    sha256 = models.CharField(max_length=64, blank=True)
    sound = models.ForeignKey("sound.Sound", models.PROTECT, null=True, related_name="+")
    recording = models.ForeignKey(Recording, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # A word of catalogue.faults and what it is about; `why` and `warned` say it to people.
    fault = models.CharField(max_length=500, blank=True)
    warning = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "line"], name="delivery_line_once")]
        indexes = [
            models.Index(fields=["delivery", "state"], name="delivery_rows_by_state"),
            models.Index(fields=["delivery", "file_key"], name="delivery_rows_by_file"),
            models.Index(fields=["recording"], name="delivered_rows_of"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}:{self.line}"

    @property
    def why(self) -> str:
        """Why the row was refused, for people: "line 7: …"; empty when it was not."""
        return told(self.line, self.fault)

    @property
    def warned(self) -> str:
        """What the label should look at although the row was taken."""
        return told(self.line, self.warning)


class ReleaseMessage(models.Model):
    """A DDEX release message: its file as it came, what was understood of it, and how far it is."""

    class State(models.TextChoices):
        ARRIVED = "arrived"  # kept, not read yet
        READ = "read"  # understood; waits for somebody to accept it
        REFUSED = "refused"
        ACCEPTED = "accepted"  # to be taken into the catalogue
        CATALOGUED = "catalogued"  # its recordings stand there; its licences are being stated
        DONE = "done"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)  # of the file
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.ARRIVED)
    # Who said it when, as its header has it; what decides which message is newer.
    message_id = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(null=True)
    kind = models.CharField(max_length=12, blank=True)  # NewRelease | Purge
    test = models.BooleanField(default=False)
    understood = models.JSONField(default=dict)  # see understanding.py
    fault = models.CharField(max_length=500, blank=True)  # a word of catalogue.faults and what it is about
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"], condition=~Q(state="refused"), name="message_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="messages_of")]

    def __str__(self) -> str:
        return f"message {self.message_id} of {self.organisation_id}"

    @property
    def why(self) -> str:
        """Why it was refused or left something out, for people."""
        return said(self.fault)


class MessageKey(models.Model):
    """What an accepted message is about: a key of a release (ern.timeline), hashed. `main`: of a main one."""

    message = models.ForeignKey(ReleaseMessage, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    main = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "key"], name="message_key_once")]
        indexes = [models.Index(fields=["key"], name="messages_by_key")]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.key}"


class Batch(models.Model):
    """Messages and their files in one delivery, by folder or by HTTPS, until all of them are answered."""

    class State(models.TextChoices):
        ARRIVING = "arriving"  # files still come (by HTTPS)
        COMPLETE = "complete"  # its sender said that all is there; its files are listed
        READING = "reading"  # its messages are read one by one
        DONE = "done"  # each has its answer

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=110)  # of its folder: priority and BatchId
    by_folder = models.BooleanField(default=False)
    signature = models.CharField(max_length=64, blank=True)  # of the trigger: completed anew is another batch
    state = models.CharField(max_length=8, choices=State, default=State.ARRIVING)
    test = models.BooleanField(default=False)
    faults = models.JSONField(default=list)  # of the batch as a whole (ern.faults, as in a message's summary)
    made_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "by_folder", "signature"], name="batch_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="batches_of")]

    def __str__(self) -> str:
        return f"{self.name} of {self.organisation_id}"


class BatchFile(models.Model):
    """A file of a batch; its bytes are in the store once `sha256` says so."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files")
    path = models.CharField(max_length=1000)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "path"], name="batch_file_once")]

    def __str__(self) -> str:
        return self.path


class BatchRelease(models.Model):
    """The folder of one release in a batch: its message, the sounds that came with it, and what was wrong."""

    class State(models.TextChoices):
        ARRIVED = "arrived"
        READ = "read"
        REFUSED = "refused"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="releases")
    folder = models.CharField(max_length=255)
    state = models.CharField(max_length=7, choices=State, default=State.ARRIVED)
    message = models.ForeignKey(ReleaseMessage, models.PROTECT, null=True, related_name="+")
    faults = models.JSONField(default=list)  # of its files; those of the message stand with the message
    sounds = models.JSONField(default=dict)  # how the name is compared → [sha256, size]
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "folder"], name="batch_release_once")]
        indexes = [models.Index(fields=["message"], name="batch_releases_by_message")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.folder}"
