"""Tables of what is to be done and what has happened: jobs, the worker's beat, live news, answers kept."""

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One call of a task function that must happen, written in the transaction that made it necessary."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    priority = models.SmallIntegerField(default=0)
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # At most one unfinished job per key; null means "as many as asked for".
    dedupe = models.CharField(max_length=200, null=True)  # noqa: DJ001  (nulls are not unique, "" would be)
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    enqueued_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-priority", "run_at", "id"], condition=Q(state="waiting"), name="job_next"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_leases"),
            models.Index(fields=["finished_at"], condition=Q(state="done"), name="job_done"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe"], condition=Q(state="waiting"), name="job_one_waiting_per_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk} ({self.state})"


class WorkerBeat(models.Model):
    """A worker's sign of life, with what its box proved at start."""

    worker = models.CharField(max_length=100, primary_key=True)
    host = models.CharField(max_length=100)
    process = models.PositiveIntegerField()
    seen_at = models.DateTimeField()
    box = models.CharField(max_length=20, default="unknown")
    box_detail = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.worker


class News(models.Model):
    """A line for open pages: what changed, under a topic they listen to. Short-lived."""

    topic = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.topic} {self.kind}"


class KeptAnswer(models.Model):
    """What a request under a key was answered, written with the act, so that asking again acts no more."""

    owner = models.CharField(max_length=64)  # whose keys these are
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)  # digest of what was asked
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100)
    body = models.BinaryField(null=True)  # compressed; null when it was too long to keep
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="answer_once_per_key")]

    def __str__(self) -> str:
        return f"{self.status} of {self.key}"
