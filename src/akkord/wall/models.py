"""Tables of walls: posts, comments, what is attached to them, and who likes them."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value


class Post(models.Model):
    """An entry on the wall of a person or of a community."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    wall_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    wall_group = models.ForeignKey("groups.Group", models.CASCADE, null=True, related_name="+")
    voice = models.CharField(max_length=6, default="", blank=True)  # groups.rules.Voice: in whose name
    text = models.CharField(max_length=4000, blank=True)
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)  # by its author or the wall's owner
    # Kept with every like and comment, in its transaction: a list counts nothing.
    likes = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    reposts = models.PositiveIntegerField(default=0)
    mentions = models.JSONField(default=dict)  # name after @ → number of the person, as when it was written
    of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")  # what it passes on
    # Whom its author lets see it, beyond whom the wall lets: "" is all of those (people.rules.privacy).
    audience = models.CharField(max_length=20, default="", blank=True)
    audience_lists = models.JSONField(default=list)
    audience_people = models.JSONField(default=list)
    pinned_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    asks = models.BooleanField(default=False)  # a poll stands on it
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    chain = models.JSONField(default=list)  # numbers: what it passes on, what that one did, and so on
    # From another site, and when: read on its wall at its own date, and nobody's news.
    brought_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wall_person__isnull=False, wall_group=None)
                | Q(wall_person=None, wall_group__isnull=False),
                name="post_on_one_wall",
            ),
            models.CheckConstraint(
                condition=Q(voice="") | Q(wall_group__isnull=False), name="voice_of_a_community"
            ),
        ]
        indexes = [
            models.Index(fields=["wall_person", "-id"], name="posts_of_person"),
            models.Index(fields=["wall_group", "-id"], name="posts_of_group"),
            models.Index(fields=["wall_person", "-made_at", "-id"], name="posts_of_person_by_date"),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"


class Attachment(models.Model):
    """A track on a post: a reference, never a copy; it grants nobody anything."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="attachments")
    track = models.ForeignKey("music.Track", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "track"], name="attached_once")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.track_id} on {self.post_id}"


class PostPhoto(models.Model):
    """A photo of its author's on a post: whoever sees the post sees it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    photo = models.ForeignKey("photos.Photo", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "photo"], name="photo_once_on_post")]

    def __str__(self) -> str:
        return f"{self.photo_id} on {self.post_id}"


class PostDocument(models.Model):
    """A document of its author's on a post: whoever sees the post may have it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "document"], name="document_once_on_post")]

    def __str__(self) -> str:
        return f"{self.document_id} on {self.post_id}"


class LinkCard(models.Model):
    """What the page behind a post's first address says of itself, fetched once; empty until then."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="+")
    address = models.CharField(max_length=600)
    title = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=300, blank=True)
    fetched_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.address} on {self.post_id}"


class Poll(models.Model):
    """A question on a post, with answers to choose from."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="poll")
    question = models.CharField(max_length=200)
    multiple = models.BooleanField(default=False)
    named = models.BooleanField(default=False)  # who chose what is shown; else only how many
    ends_at = models.DateTimeField(null=True)
    voters = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"poll of {self.post_id}"


class PollAnswer(models.Model):
    """One of the answers of a poll, and how many chose it."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="answers")
    text = models.CharField(max_length=100)
    place = models.PositiveSmallIntegerField()
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "place"], name="answer_in_its_place")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.text} of {self.poll_id}"


class Vote(models.Model):
    """An answer somebody chose."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+")
    answer = models.ForeignKey(PollAnswer, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "answer"], name="answer_chosen_once")]
        indexes = [models.Index(fields=["poll", "person"], name="votes_of_poll")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.answer_id}"


class Bookmark(models.Model):
    """A post somebody keeps to read again; nobody else knows."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="post_kept_once")]

    def __str__(self) -> str:
        return f"{self.post_id} kept by {self.person_id}"


class Version(models.Model):
    """What a post said before it was changed."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    text = models.CharField(max_length=4000, blank=True)
    tracks = models.JSONField(default=list)  # numbers
    photos = models.JSONField(default=list)  # numbers
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["post", "-id"], name="versions_of_post")]

    def __str__(self) -> str:
        return f"version of {self.post_id}"


class Draft(models.Model):
    """What somebody has begun to write at a place ("id5", "club3") and not published."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=40)
    text = models.CharField(max_length=4000, blank=True)
    tracks = models.JSONField(default=list)
    photos = models.JSONField(default=list)
    documents = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    poll = models.JSONField(null=True)  # rules.BegunPoll
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="one_draft_a_place")]

    def __str__(self) -> str:
        return f"draft of {self.person_id} for {self.place}"


class Later(models.Model):
    """A post that is published when its time comes; until then it is its author's alone."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    wall_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    wall_group = models.ForeignKey("groups.Group", models.CASCADE, null=True, related_name="+")
    voice = models.CharField(max_length=6, default="", blank=True)
    text = models.CharField(max_length=4000, blank=True)
    tracks = models.JSONField(default=list)
    photos = models.JSONField(default=list)
    documents = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    audience = models.CharField(max_length=20, default="", blank=True)
    audience_lists = models.JSONField(default=list)
    audience_people = models.JSONField(default=list)
    at = models.DateTimeField()
    refused = models.CharField(max_length=60, blank=True)  # why it could not be published then

    class Meta:
        indexes = [models.Index(fields=["author", "at"], name="later_of_author")]

    def __str__(self) -> str:
        return f"post of {self.author_id} for {self.at}"


class Quote(models.Model):
    """What was said to a post at the site it was brought from: words with a name, and nobody's account."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # "": an account that was closed
    site = models.CharField(max_length=200)  # its host
    own = models.BooleanField(default=False)  # by the author of the post
    text = models.CharField(max_length=2000, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["post", "id"], name="quotes_of_post")]

    def __str__(self) -> str:
        return f"{self.name}@{self.site} to {self.post_id}"


class Tag(models.Model):
    """A hashtag of a post, as it is searched for."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "post"], name="tagged_once")]

    def __str__(self) -> str:
        return f"#{self.name} of {self.post_id}"


class Receipt(models.Model):
    """What a post said at one moment, by its hash, kept from that moment on for whoever wrote it.

    `note`: the site's signature under it, made right after; it stays when the post is gone.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    said_at = models.DateTimeField()  # when it was written, or changed into this
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["author", "-id"], name="receipts_of")]

    def __str__(self) -> str:
        return f"receipt {self.pk} of {self.post_id}"


class Comment(models.Model):
    """What somebody says to a post, or in answer to another comment of it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answers = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    thread = models.BigIntegerField(default=0)  # the comment it began with; its own number at the beginning
    voice = models.CharField(max_length=6, default="", blank=True)  # of the community its post stands in
    text = models.CharField(max_length=2000, blank=True)
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    likes = models.PositiveIntegerField(default=0)
    mentions = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["post", "thread", "id"], name="comments_in_threads"),
            models.Index(fields=["author", "-id"], name="comments_by"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Moment(models.Model):
    """What somebody says at a moment of a track."""

    track = models.ForeignKey("music.Track", models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at_ms = models.PositiveBigIntegerField()
    text = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["track", "-id"], name="moments_of_track"),
            models.Index(fields=["author", "-id"], name="moments_by"),
        ]

    def __str__(self) -> str:
        return f"{self.at_ms} ms of {self.track_id}"


class CommentTrack(models.Model):
    """A track on a comment: a reference like one on a post."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    track = models.ForeignKey("music.Track", models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "track"], name="attached_once_to_comment")]

    def __str__(self) -> str:
        return f"{self.track_id} on comment {self.comment_id}"


class Like(models.Model):
    """A heart somebody gave to a post or to a comment."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, comment=None) | Q(post=None, comment__isnull=False),
                name="like_of_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "post"], name="post_liked_once"),
            models.UniqueConstraint(fields=["person", "comment"], name="comment_liked_once"),
        ]
        indexes = [
            models.Index(fields=["post", "-id"], name="likes_of_post"),
            models.Index(fields=["comment", "-id"], name="likes_of_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} likes {self.post_id or self.comment_id}"
