"""Appeals against what a rule of fraud left out: asked by who would be paid or sent it in.

Plays that are let in before their month is shared out count as all others, when its check is taken once
more. Into a closed month they come by a correction: its lines and the later rows of the plays say so.
"""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from akkord.catalogue import queries as catalogue
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.royalties import letting_in, queries, telling
from akkord.royalties.errors import AnsweredBefore, AskedBefore, NothingLeftOut
from akkord.royalties.models import Appeal, Exclusion, Month
from akkord.royalties.queries import LeftOut

from .excluding import lift_exclusion
from .said import words_of

if TYPE_CHECKING:
    from akkord.people.models import Person


def appeal(
    person: "Person", organisation_id: int, month: Month, track: int, reason: str, text: str
) -> Appeal:
    """Appeal for an organisation that states a share of what is in the track.

    Raises NotRepresented, RoleTooNarrow, NothingLeftOut, AskedBefore, BadEntry.
    """
    if not queries.reach_of(person, organisation_id, Duty.ACT).whole:
        raise catalogue.no_way(person.pk, organisation_id, clock.now())
    return _ask(
        person, organisation_id, queries.left_out_of(organisation_id), (month.pk, track, reason), text
    )


def appeal_own(person: "Person", month: Month, track: int, reason: str, text: str) -> Appeal:
    """Appeal as the member who sent the track in. Raises NothingLeftOut, AskedBefore, BadEntry."""
    return _ask(person, None, queries.left_out_of_member(person.pk), (month.pk, track, reason), text)


@transaction.atomic
def answer_appeal(person: "Person", asked: Appeal, text: str, *, accepted: bool) -> None:
    """Decide, with reasons: the plays count, or stay left out. Raises AnsweredBefore, BadEntry; NotNow while
    the month is shared out and not closed."""
    said = words_of(text)
    state = Appeal.State.ACCEPTED if accepted else Appeal.State.REFUSED
    waiting = Appeal.objects.filter(pk=asked.pk, state=Appeal.State.ASKED)
    if not waiting.update(state=state, answer=said, answered_by=person, answered_at=clock.now()):
        raise AnsweredBefore
    if accepted:
        _let_in(person, asked, said)
    telling.tell_appeal_answered(asked)


def _let_in(person: "Person", asked: Appeal, why: str) -> None:
    rows = Exclusion.objects.filter(
        month=asked.month, track=asked.track_id, reason=asked.reason, lifted_at=None
    )
    exclusions = list(rows.select_related("month").order_by("pk"))
    if asked.month.state == Month.State.CLOSED:
        letting_in.let_in(person, asked.month, exclusions, why)
        return
    for exclusion in exclusions:
        lift_exclusion(person, exclusion, why)


def _ask(
    person: "Person",
    organisation_id: int | None,
    theirs: list[LeftOut],
    about: tuple[int, int, str],
    text: str,
) -> Appeal:
    if about not in {(each.month.pk, each.track, each.reason) for each in theirs}:
        raise NothingLeftOut
    month, track, reason = about
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                month_id=month,
                track_id=track,
                reason=reason,
                organisation_id=organisation_id,
                person=person,
                text=words_of(text),
                asked_at=clock.now(),
            )
    except IntegrityError as twice:
        raise AskedBefore from twice
