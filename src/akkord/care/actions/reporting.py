"""Reporting: a thing, the rule it goes against, and what the reporter saw, kept as it was."""

from datetime import timedelta

from django.db import transaction

from akkord.care import errors, queries
from akkord.care.models import MOST_WORDS, Matter, Report
from akkord.care.rules import Thing, rules_for
from akkord.flow import clock
from akkord.music.rules import Listener
from akkord.people.queries import Person

MOST_A_DAY = 50


@transaction.atomic
def report(
    reporter: Person,
    thing: Thing,
    number: int,
    rule: str,
    words: str,
    listener: Listener,
    on_post: int | None = None,
) -> Report:
    """Show a thing to the staff, a photo by its album or `on_post`. Twice is once while it waits.

    Raises NoSuchThing, OwnThing, NoSuchRule, TooManyReports.
    """
    seen = queries.seen_by(listener, thing, number, on_post)
    if seen.whose == reporter.pk:
        raise errors.OwnThing
    if rule not in {each.name for each in rules_for(thing, clock.now().date())}:
        raise errors.NoSuchRule
    today = Report.objects.filter(reporter=reporter, made_at__gt=clock.now() - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise errors.TooManyReports
    return _put(thing, number, seen, reporter.pk, rule, words)


@transaction.atomic
def take_up_messages(number: int) -> None:
    """Messages that were reported in a dialog come to the same desk. Twice is once. Raises NoSuchThing."""
    seen, reporter, words = queries.seen_messages(number)
    if not Matter.objects.filter(kind=Thing.MESSAGES.value, number=number).exists():
        _put(Thing.MESSAGES, number, seen, reporter, "", words)


@transaction.atomic
def take_up_shown(report: int, thing: Thing, number: int) -> Matter:
    """A photo or document that was on reported messages comes to the desk by itself: what is decided of it
    hides it and not the message. Twice is once. Raises NoSuchThing."""
    seen, reporter, words = queries.seen_with_messages(report, thing, number)
    return _put(thing, number, seen, reporter, "", words).matter


def _put(thing: Thing, number: int, seen: queries.Seen, reporter: int, rule: str, words: str) -> Report:
    """On the open matter of the thing, or a new one."""
    matter, _ = Matter.objects.get_or_create(
        kind=thing.value,
        number=number,
        closed_at=None,
        defaults={"whose_id": seen.whose, "opened_at": clock.now()},
    )
    made, _ = Report.objects.get_or_create(
        matter=matter,
        reporter_id=reporter,
        defaults={
            "rule": rule,
            "words": words.strip()[:MOST_WORDS],
            "seen": seen.kept(),
            "made_at": clock.now(),
        },
    )
    return made
