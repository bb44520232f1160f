"""What only the next version has a place for."""

from django.conf import settings
from django.db import models


class Note(models.Model):
    """Something of somebody."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.CharField(max_length=100)
    long = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text
