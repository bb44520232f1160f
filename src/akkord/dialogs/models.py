"""Tables of dialogs: who is in them, what was said in which order, what was disclosed to the staff."""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .rules import MOST_CHARACTERS, MOST_TITLE, Answer, Role

PERSON = settings.AUTH_USER_MODEL


def choices(words: type[Answer] | type[Role]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Dialog(models.Model):
    """A conversation: of two people (`low` < `high`), or a chat (both null)."""

    low = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    high = models.ForeignKey(PERSON, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=MOST_TITLE, blank=True)
    # The number of the last message. Whoever says something locks this row, so numbers have no gaps.
    last_seq = models.PositiveIntegerField(default=0)
    last_message = models.BigIntegerField(default=0)  # its row: what lists are ordered by
    pinned_seq = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="dialog_once_per_pair"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__isnull=False, high__isnull=False, low__lt=F("high")),
                name="dialog_of_two_or_chat",
            ),
        ]

    def __str__(self) -> str:
        return f"dialog {self.pk}"

    @property
    def is_chat(self) -> bool:
        return self.low_id is None


class Member(models.Model):
    """A person in a dialog: what they may see of it, how far they have read, how they keep it."""

    dialog = models.ForeignKey(Dialog, models.CASCADE, related_name="members")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    role = models.CharField(max_length=6, choices=choices(Role), default=Role.MEMBER)
    answer = models.CharField(max_length=8, choices=choices(Answer), default=Answer.ACCEPTED)
    since = models.DateTimeField()
    first_seq = models.PositiveIntegerField(default=1)  # what was said before is not theirs to see
    left_seq = models.PositiveIntegerField(null=True)  # nor what was said after they left
    cleared_seq = models.PositiveIntegerField(default=0)  # what they deleted for themselves, up to here
    read_seq = models.PositiveIntegerField(default=0)
    delivered_seq = models.PositiveIntegerField(default=0)
    muted = models.BooleanField(default=False)
    pinned_at = models.DateTimeField(null=True)  # on top of their list
    draft = models.CharField(max_length=MOST_CHARACTERS, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialog", "person"], name="dialog_member_once")]
        indexes = [models.Index(fields=["person", "dialog"], name="dialogs_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.dialog_id}"


class Message(models.Model):
    """Something said, or something that happened (`event`), at its number in the dialog."""

    dialog = models.ForeignKey(Dialog, models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    # The sender's own id for it: sent twice, it is one message.
    client_id = models.CharField(max_length=64)
    text = models.CharField(max_length=MOST_CHARACTERS, blank=True)
    folded = models.TextField(blank=True)  # the text as it is searched
    reply_to = models.PositiveIntegerField(null=True)  # a number in the same dialog
    event = models.CharField(max_length=10, blank=True)  # invited | left | removed | named | began
    about = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")  # whom the event names
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)  # for everybody: a tombstone stays
    deleted_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dialog", "seq"], name="message_number_once"),
            models.UniqueConstraint(fields=["dialog", "author", "client_id"], name="message_sent_once"),
        ]

    def __str__(self) -> str:
        return f"message {self.seq} in {self.dialog_id}"


class Version(models.Model):
    """What a message said before it was edited; kept for reports, for a term."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="versions")
    text = models.CharField(max_length=MOST_CHARACTERS, blank=True)
    until = models.DateTimeField(db_index=True)  # when other words took its place

    def __str__(self) -> str:
        return f"before {self.until} of {self.message_id}"


class Hidden(models.Model):
    """A message somebody deleted for themselves."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "message"], name="message_hidden_once")]

    def __str__(self) -> str:
        return f"{self.message_id} hidden from {self.person_id}"


THINGS = ("track", "post", "photo", "voice", "document")  # what stands on a message: one of them a row


def _one_of(columns: Sequence[str]) -> Q:
    """That exactly one of the columns is filled."""
    chosen = Q()
    for one in columns:
        chosen |= Q(**{f"{name}__isnull": name != one for name in columns})
    return chosen


class Attachment(models.Model):
    """A track, a post, a photo, a voice note or a document of the sender's on a message.

    Tracks and posts are references that grant nobody anything; a photo or document is had, and a voice note
    heard as far as the law lets it, by whoever sees the message.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    track = models.ForeignKey("music.Track", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("wall.Post", models.CASCADE, null=True, related_name="+")
    photo = models.ForeignKey("photos.Photo", models.PROTECT, null=True, related_name="+")
    voice = models.ForeignKey("music.Upload", models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=_one_of(THINGS), name="attached_one_thing")]
        ordering = ["place"]

    def __str__(self) -> str:
        thing = self.track_id or self.post_id or self.photo_id or self.voice_id or self.document_id
        return f"{thing} on {self.message_id}"


class Forwarded(models.Model):
    """Another's words in a message, as they were when somebody passed them on."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="forwarded")
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    text = models.CharField(max_length=MOST_CHARACTERS, blank=True)
    said_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.author_id} in {self.message_id}"


class Report(models.Model):
    """Messages somebody showed the staff: those, and no others."""

    reporter = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    dialog = models.ForeignKey(Dialog, models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=1000, blank=True)  # told to the reporter
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"report {self.pk}"


class Disclosed(models.Model):
    """A message as it was when it was reported, with what it had said before."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="disclosed")
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    text = models.CharField(max_length=MOST_CHARACTERS, blank=True)
    earlier = models.JSONField(default=list)  # texts, the oldest first
    tracks = models.JSONField(default=list)  # numbers
    voices = models.JSONField(default=list)  # of uploads
    photos = models.JSONField(default=list)  # numbers
    documents = models.JSONField(default=list)  # numbers
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "seq"], name="disclosed_once")]
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} in report {self.report_id}"
