"""Deciding about a post and about some of what stands on it: each hidden thing has a decision of its own."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from akkord.care import errors, queries
from akkord.care.models import Decision, Matter, Report
from akkord.care.rules import Measure, Thing
from akkord.flow import clock
from akkord.people.queries import Person

from .deciding import Ruling, decide

Ticked = tuple[Thing, int]


@transaction.atomic
def decide_singly(staff: Person, number: int, ruling: Ruling, ticked: Iterable[Ticked]) -> list[Decision]:
    """Decide a matter, and hide these photos and documents of its post, under the same rule and words.

    Each is a matter with a decision, a line and an appeal of its own, told to whoever sent it in, and is
    hidden wherever it stands; the post may stay. Raises NoSuchThing for what is not on the post, and what
    `decide` does.
    """
    things = list(dict.fromkeys(ticked))
    matter = Matter.objects.select_for_update().filter(pk=number, closed_at=None).first()
    if matter is None:
        raise errors.NoSuchMatter(number)
    if things and matter.kind != Thing.POST.value:
        raise errors.NoSuchThing
    hidden = replace(ruling, measure=Measure.HIDE, days=None, whom=None)
    of_things = [decide(staff, _taken_up(matter, *each).pk, hidden) for each in things]
    return [*of_things, decide(staff, number, ruling)]


def _taken_up(post: Matter, thing: Thing, number: int) -> Matter:
    """The open matter of a thing on a reported post: whoever reported the post saw it there."""
    seen = queries.seen_on_post(post.number, thing, number)
    found, _ = Matter.objects.get_or_create(
        kind=thing.value,
        number=number,
        closed_at=None,
        defaults={"whose_id": seen.whose, "opened_at": clock.now()},
    )
    for report in post.reports.all():
        about = {"rule": "", "words": report.words, "seen": seen.kept(), "made_at": report.made_at}
        if report.reporter_id != seen.whose:
            Report.objects.get_or_create(matter=found, reporter_id=report.reporter_id, defaults=about)
    return found
