"""A month, from plays to statements: steps taken by the operator in order.

    open ──count──▶ counted ──check──▶ checked ──share──▶ shared ──close──▶ closed

A worker takes the steps (`ask`, `take_step`): a month of many plays takes minutes. Killed at any instant, a
step is taken anew from its beginning; what it wrote before is found and not written twice, and pools and
parts of a sharing stand all together or not at all.

Each step may be taken again as long as nothing is issued; what came after it has to be taken again too.
*count*: every counted play of the month lies in a file whose digest is in the public log, and what the rules
of fraud find in it is written down. *check*: what the rules of fraud leave out, and what a person let in
again, is written into files as later revisions. *share*: revenue becomes pools, pools become parts and lines.
Between *share* and *close* lies the preview: the very statements the close will issue (`drafting`). *close*
issues them (`issuing`); from then on there are only corrections (`correcting`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import F
from django_tasks import task

from akkord.flow import clock, jobs
from akkord.flow.queries import is_running
from akkord.store.files import files

from . import earning, finding, moving, queries
from .earning import Earned
from .errors import NotNow, RoyaltyError, TwoCurrencies
from .models import Exclusion, Month, Part, Pool, Sharing
from .rules.pools import PoolKey

if TYPE_CHECKING:
    from .usage import sharing
    from .usage.counting import Payers

Place = tuple[str, str]  # an offer, and where it was sold
Whose = tuple[int | None, str]  # a party, and why its money waits

SHARING: Final = 4  # parts of the third step: either rule, lines, and all of it written down
STATES = [Month.State(state) for state in Month.State.values]


def open_month(first_day: date) -> Month:
    """The month in the books, begun if it is not there yet."""
    return Month.objects.get_or_create(first_day=first_day.replace(day=1))[0]


def ask(month: Month, step: str) -> None:
    """Have a worker take a step; asked again while it waits it is taken once. Raises NotNow, also while a
    worker is at it, and MonthNotOver.
    """
    _stands(month, STEPS[step][1])
    if step == "count":
        moving.must_be_over(month.first_day)
    with transaction.atomic():
        standing = Month.objects.filter(pk=month.pk, doing__in=("", step)).exclude(state=Month.State.CLOSED)
        if not standing.update(doing=step, done=0, parts=0, refused=""):
            raise NotNow
        key = f"month:{month.pk}:{step}"
        jobs.put(take_step, [month.pk, step], {}, dedupe=key)
        if is_running(key):  # asked after putting, which waits for a worker that is taking it
            raise NotNow
    month.refresh_from_db()


@task(priority=-5)
def take_step(number: int, step: str) -> None:
    """Take the step that was asked for, unless it was taken meanwhile; say why it could not be."""
    month = Month.objects.get(pk=number)
    if month.doing != step:
        return
    try:
        STEPS[step][0](month)
    except RoyaltyError as refused:
        Month.objects.filter(pk=number, doing=step).update(doing="", refused=refused.code)


def count(month: Month) -> None:
    """Move what was counted in the month into files. Raises MonthNotOver, NotNow."""
    _stands(month, Month.State.OPEN)
    counted = moving.move_month(month.first_day, _teller(month))
    finding.note_exclusions(month)
    said = {"plays": counted.plays, "manifest": counted.sha256, "counted_at": clock.now()}
    _step(month, "count", Month.State.COUNTED, **said)


def check(month: Month) -> None:
    """Write down what does not earn, and what does again. Raises NotNow."""
    _stands(month, Month.State.COUNTED)
    with transaction.atomic():
        Month.objects.select_for_update().get(pk=month.pk)  # a run beside this one waits
        written = {
            each.play: "" if each.lifted_at else each.reason
            for each in Exclusion.objects.filter(month=month)
            if (each.lifted_at is None) == (each.written % 2 == 0)
        }
        if written:
            moving.leave_out(month.first_day, written)
            Exclusion.objects.filter(month=month, play__in=written).update(written=F("written") + 1)
    left_out = Exclusion.objects.filter(month=month, lifted_at=None).count()
    manifest = moving.listed(month.first_day)
    _step(month, "check", Month.State.CHECKED, excluded=left_out, manifest=manifest, checked_at=clock.now())


def share(month: Month) -> None:
    """Share every pool out by its rule, and keep the lines. Raises NotNow, TwoCurrencies.

    The same plays, revenue and terms make the same pools, parts and bytes, whenever it is asked again.
    What is entered from its beginning on is not in it, and `close_month` asks for another sharing.
    """
    at = clock.now()
    _stands(month, Month.State.CHECKED)
    tell = _teller(month)
    earned = earning.of_month(month)
    payers = earning.payers_of(month, earned)
    rules = queries.rules_of(month, {(key.offer, key.sold_in) for key in earned})
    if any(rule == Sharing.Rule.USER_CENTRIC and place not in payers for place, rule in rules.items()):
        raise TwoCurrencies
    chosen = {place: who for place, who in payers.items() if rules[place] == Sharing.Rule.USER_CENTRIC}
    others = {place: who for place, who in payers.items() if place not in chosen}
    otherwise = _amounts(_shares(month, earned, others))
    tell(1, SHARING)
    shares = _shares(month, earned, chosen)
    tell(2, SHARING)
    with tempfile.TemporaryDirectory(dir=files().incoming) as folder:
        path = Path(folder) / "lines"
        shares.write_lines(path)
        lines = files().adopt(path).sha256
    tell(3, SHARING)
    with transaction.atomic():
        _step(month, "share", Month.State.SHARED, lines=lines, shared_at=at)
        Pool.objects.filter(month=month).delete()
        for place, shared in enumerate(shares.pools):
            if shared.pool.currency:
                key = PoolKey(*shared.pool[:3])
                by_other = otherwise[key] if key[:2] in payers else {}
                _keep(month, earned[key], rules[key[:2]], shared, list(shares.parts(place)), by_other)


def _shares(month: Month, earned: Mapping[PoolKey, Earned], payers: Mapping[Place, Payers]) -> sharing.Shares:
    """The month's pools shared out; those of `payers` by what each of them heard."""
    from .usage import counting, sharing  # load NumPy: only where a month is counted

    counted = counting.count(moving.partitions_of(month.first_day), payers)
    return sharing.share(counted, [sharing.Pool(*key, each.amount) for key, each in earned.items()])


def _amounts(shares: sharing.Shares) -> dict[tuple[str, ...], dict[Whose, int]]:
    """Pool → bucket → what it has of it."""
    return {
        shared.pool[:3]: {(part.party, part.wait): part.amount for part in shares.parts(place)}
        for place, shared in enumerate(shares.pools)
    }


def _keep(
    month: Month,
    earned: Earned,
    rule: Sharing.Rule,
    shared: sharing.SharedPool,
    parts: list[sharing.Part],
    otherwise: Mapping[Whose, int],
) -> None:
    """Write down a pool and its parts; `otherwise`: what they would have by the other rule."""
    offer, sold_in, currency, amount = shared.pool
    pool = Pool.objects.create(
        month=month,
        offer=offer,
        sold_in=sold_in,
        currency=currency,
        rule=rule,
        gross=earned.gross,
        deductions=earned.deductions,
        rate=str(earned.rate),
        carried_in=earned.carried_in,
        amount=shared.shared,
        carried_on=amount - shared.shared,
        plays=sum(part.plays for part in parts),
        weight=str(shared.weight),
        heard=str(shared.heard),
        cut_remainder=str(shared.cut.remainder) if shared.cut else "",
        cut_place=list(shared.cut.place) if shared.cut else None,
        subscribers=str(earned.subscribers),
    )
    Part.objects.bulk_create(
        Part(
            pool=pool,
            party_id=part.party,
            wait=part.wait,
            weight=str(part.weight),
            heard=str(part.heard),
            plays=part.plays,
            amount=part.amount,
            otherwise=otherwise.get((part.party, part.wait)),
        )
        for part in parts
        if part.plays
    )


def _stands(month: Month, least: Month.State) -> None:
    """The month has come so far, and nothing is issued. Raises NotNow."""
    state = Month.State(Month.objects.values_list("state", flat=True).get(pk=month.pk))
    if state == Month.State.CLOSED or STATES.index(state) < STATES.index(least):
        raise NotNow


def _step(month: Month, step: str, to: Month.State, **said: Any) -> None:
    """Swap the state, unless it was closed or another step was asked for meanwhile. Raises NotNow."""
    standing = Month.objects.filter(pk=month.pk, doing__in=("", step)).exclude(state=Month.State.CLOSED)
    if not standing.update(state=to, doing="", refused="", **said):
        raise NotNow
    month.refresh_from_db()


def _teller(month: Month) -> Callable[[int, int], None]:
    """Says on the month's page how far its step is."""

    def tell(done: int, parts: int) -> None:
        Month.objects.filter(pk=month.pk).update(done=done, parts=parts)

    return tell


STEPS: Final[dict[str, tuple[Callable[[Month], None], Month.State]]] = {
    "count": (count, Month.State.OPEN),
    "check": (check, Month.State.COUNTED),
    "share": (share, Month.State.CHECKED),
}
