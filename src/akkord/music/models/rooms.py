"""Tables of listening together: a room with its queue and its place, and who sits there."""

from django.conf import settings
from django.db import models


class Room(models.Model):
    """Some people who hear the same at the same place, each as far as the law lets them. Its queue is as it
    was when it was opened; its place is where it was at `moved_at`."""

    code = models.CharField(max_length=22, unique=True)
    host = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    everybody_steers = models.BooleanField(default=False)
    tracks = models.JSONField(default=list)  # their numbers, in order
    lengths = models.JSONField(default=list)  # ms, of each
    at = models.PositiveIntegerField(default=0)
    ms = models.PositiveIntegerField(default=0)
    playing = models.BooleanField(default=True)
    moved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    seen_at = models.DateTimeField()  # when somebody in it was heard of last

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="rooms_idle")]

    def __str__(self) -> str:
        return f"room {self.pk} of {self.host_id}"

    def get_absolute_url(self) -> str:
        return f"/room/{self.code}"


class Seat(models.Model):
    """Somebody in a room."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} in {self.room_id}"
