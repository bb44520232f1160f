"""Small makers for the doors of money: a month that was shared out, and a statement as it is issued."""

from datetime import date
from fractions import Fraction

from django.db import transaction

from akkord.catalogue.models import Organisation, Recording
from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.money import smallest
from akkord.royalties import check, drafting
from akkord.royalties.documents import LineSaid, document, lines_csv
from akkord.royalties.models import Month, Part, Pool, Statement
from akkord.royalties.rules.pools import Bucket, LineKey, PoolKey, Wait, What
from akkord.royalties.when import last_day
from akkord.store.files import files

OCTOBER = date(2026, 10, 1)
GROSS = 100_000_000  # 100 of the currency
AMOUNT = 60_000_000  # its royalty part


def shared_month(first_day: date = OCTOBER, state: str = "shared") -> Month:
    at = None if state == "open" else clock.now()
    return Month.objects.create(
        first_day=first_day, state=state, plays=12, excluded=1, manifest="a" * 64, shared_at=at
    )


def pool(month: Month, currency: str = "EUR", sold_in: str = "DE", amount: int = AMOUNT) -> Pool:
    """A pool of 12 plays of "plus"."""
    return Pool.objects.create(
        month=month, offer="plus", sold_in=sold_in, currency=currency, gross=GROSS, deductions=0,
        rate="3/5", amount=amount, plays=12, weight="12", heard="12", subscribers="3",
    )  # fmt: skip


def part(of: Pool, party: Organisation | None, amount: int, plays: int = 12, wait: str = "") -> Part:
    return Part.objects.create(
        pool=of, party=party, wait=wait, weight=str(plays), heard=str(plays), plays=plays, amount=amount
    )


def stated(party: Organisation, month: Month, recordings: list[Recording]) -> Statement:
    """A statement of the party's parts, each wholly of the recording at its place in the list."""
    (draft,) = (each for each in drafting.drafts(month) if each.organisation == party)
    lines = [
        LineSaid(
            LineKey(
                PoolKey(said.offer, said.sold_in, said.currency),
                Bucket(each.bucket.party, Wait(each.bucket.wait)),
                What(recording.pk, None, "DE", "play", Fraction(1)),
            ),
            check.SHARE, recording.isrc, recording.title, recording.artist,
            int(each.heard), each.weight, each.amount, 0,
        )
        for said in draft.pools
        for each, recording in zip(said.parts, recordings, strict=False)
    ]  # fmt: skip
    text, number = lines_csv(month.first_day, lines), f"{month.first_day:%Y-%m}/{party.pk}"
    currency = draft.terms.terms.currency
    said = document(
        number=number, corrects="", site="https://music.example",
        organisation={"number": party.pk, "name": party.name}, first_day=month.first_day,
        last_day=last_day(month.first_day), revision=0, terms=draft.terms.terms,
        terms_source=draft.terms.source, pools=draft.pools, waiting=draft.waiting,
        carried_in=draft.carried_in, due=draft.due, settled=draft.settled, advances=draft.advances,
        smallest=smallest(currency), usage={}, lines=text, issued_at=clock.now().isoformat(),
    )  # fmt: skip
    kept = files().keep([said])
    with transaction.atomic():
        entry = ledger.write_line(
            Line(
                Kind.STATEMENT, Ground.OPERATION, Actor(ActorClass.STAFF), Thing("statement", number),
                Action.NONE, {}, count=len(lines), digest=kept.sha256,
            )
        )  # fmt: skip
    return Statement.objects.create(
        number=number, organisation=party, month=month, currency=currency, plays=draft.plays,
        share=draft.share, adjustments=draft.adjustments, waiting=draft.waiting,
        carried_in=draft.carried_in, due=draft.due, recouped=draft.settled.recouped,
        paid=draft.settled.paid, carried_on=draft.settled.carried, document=kept.sha256,
        lines=files().keep([text.encode()]).sha256, entry=entry, issued_at=clock.now(),
    )  # fmt: skip
