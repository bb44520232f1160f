"""Tables of topics and of what is said in them."""

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class Topic(models.Model):
    """Something a community discusses, at /topic<community>_<number>."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="+")
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    voice = models.CharField(max_length=6, default="", blank=True)  # groups.rules.Voice: in whose name
    title = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    said_at = models.DateTimeField()  # of the last remark
    remarks = models.PositiveIntegerField(default=0)  # kept with every remark: a list counts nothing
    pinned = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["group", "-pinned", "-said_at"], name="topics_of_group")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/topic{self.group_id}_{self.pk}"


class Remark(models.Model):
    """What somebody says in a topic; the first is the topic's own."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    voice = models.CharField(max_length=6, default="", blank=True)
    text = models.CharField(max_length=4000)
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["topic", "id"], name="remarks_of_topic")]

    def __str__(self) -> str:
        return f"remark {self.pk}"
