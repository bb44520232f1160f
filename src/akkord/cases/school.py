"""The lesson after a strike: a few questions, answered by the rules. From then on strikes run out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from . import errors, proceedings

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from akkord.people.models import Person


@dataclass(frozen=True)
class Question:
    """One question, its possible answers, and which of them is right."""

    name: str
    text: "Promise"
    answers: tuple["Promise", ...]
    right: int


LESSON = (
    Question(
        "bought",
        _("You bought an album. May you upload it here for everybody?"),
        (
            _("Yes, I paid for it"),
            _("No: buying a copy gives no right to let others hear it"),
            _("Yes, if I name the artist"),
        ),
        1,
    ),
    Question(
        "again",
        _("Your upload was removed. What helps?"),
        (
            _("Uploading it again, a little faster"),
            _("Uploading it from another account"),
            _("Disputing it, if it was a mistake; otherwise leaving it"),
        ),
        2,
    ),
    Question(
        "quotation",
        _("Your parody holds a part of a song. What do you do?"),
        (
            _("Declare the lawful use when uploading, so that a person looks at it"),
            _("Nothing, nobody will notice"),
            _("Change the pitch so that it is not recognised"),
        ),
        0,
    ),
)


def attend(person: "Person", answers: Mapping[str, str]) -> None:
    """The lesson is done: the person's strikes run out from now on. Raises LessonNotPassed."""
    if wrong(answers):
        raise errors.LessonNotPassed
    proceedings.attend_school(person)


def wrong(answers: Mapping[str, str]) -> list[str]:
    """The questions that were not answered right."""
    return [each.name for each in LESSON if answers.get(each.name) != str(each.right)]
