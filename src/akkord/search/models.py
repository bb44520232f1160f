"""Tables of the index: terms, what holds them, and how far each room has been read.

It is made anew from the rooms at will (`actions.rebuild`); nothing here is a fact. The same tables give the
same answers on SQLite and PostgreSQL: comparing is done by keys (words.spelling), never by the database.
"""

from django.db import models


class Term(models.Model):
    """A key of a word."""

    key = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.key


class Trim(models.Model):
    """What is left of a term without one of its letters: how slips of the hand are found."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "key"], name="trimmed_once")]

    def __str__(self) -> str:
        return self.key


class Document(models.Model):
    """Something that can be found, by its kind and number; `owner` is whose words it holds."""

    kind = models.CharField(max_length=6)
    number = models.BigIntegerField()
    owner = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="indexed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Posting(models.Model):
    """A term in a document, with the weight of the best field it stands in."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "document"], name="posted_once")]
        indexes = [models.Index(fields=["document", "term"], name="terms_of_document")]

    def __str__(self) -> str:
        return f"{self.term_id} in {self.document_id}"


class Mark(models.Model):
    """The highest number of a kind that has been read; `wordless` are numbers shortly before it that were
    looked at and hold no words."""

    kind = models.CharField(max_length=6, primary_key=True)
    number = models.BigIntegerField(default=0)
    wordless = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.kind} up to {self.number}"
