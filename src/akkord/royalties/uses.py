"""What was heard in a month as records of DDEX reports: Basic Audio of the catalogue, UGC of uploads.

Every counted play is in one of the two. What a rule left out stands there too, as not royalty-bearing. The
reports name recordings, territories and uses, and nobody who listened. A pool's net revenue is divided over
its earning uses, so that the contexts of a pool add up to it, and the lines of the UGC report to theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from django.conf import settings

from akkord.catalogue import queries as catalogue
from akkord.money import apportion, floor
from akkord.music import queries as music
from akkord.rights.terms import CommercialModel, Use
from akkord.subscriptions import queries as subscriptions

from . import dsr, moving
from .dsr import records
from .models import Month, Pool, UsageReport
from .reporting import USES, decimal_of, place_of

if TYPE_CHECKING:
    from .usage.heard import Heard
from .when import last_day

T = TypeVar("T")
AT_ONCE: Final = 500  # recordings, or rows, whose names are asked for together
MUSIC: Final = "Music"
NO_CURRENCY: Final = "XXX"  # ISO 4217: nothing was earned there


class Context(NamedTuple):
    """Where and how something was used: what one summary is about."""

    offer: str
    sold_in: str
    territory: str
    use: str


@dataclass
class Said:
    """A context with its number in the report, its money, and how much of both is written so far.

    What was paid in another currency there has a summary of its own: money without uses, for each use is told
    once. `pool` is None where nothing was earned.
    """

    number: str
    pool: Pool | None
    net: int
    earning: int = 0
    written: int = 0

    @property
    def currency(self) -> str:
        return self.pool.currency if self.pool else NO_CURRENCY

    def worth(self, plays: int) -> int:
        """What the next so many earning uses have of the net revenue; all of them have all of it."""
        before = self._until(self.written)
        self.written += plays
        return self._until(self.written) - before

    def _until(self, plays: int) -> int:
        return floor(self.net * Fraction(plays, self.earning)) if self.earning else 0


class Uses:
    """What was heard in a month of one of the two kinds, context by context and recording by recording."""

    def __init__(self, month: Month, profile: UsageReport.Profile) -> None:
        self._month, self._of_members = month, profile == UsageReport.Profile.UGC
        self.profile = dsr.UGC if self._of_members else dsr.BASIC_AUDIO
        self.plays: dict[Context, int] = {}
        self._pools: dict[tuple[str, str], list[Pool]] = {}
        for pool in Pool.objects.filter(month=month).order_by("currency"):
            self._pools.setdefault((pool.offer, pool.sold_in), []).append(pool)
        self._models = {key[0]: subscriptions.offer_by_slug(key[0]).model for key in self._pools}
        self._earning = self._counted()

    def _counted(self) -> dict[Context, int]:
        """Earning uses by context; `plays` has all of this kind. Pools are divided over both kinds."""
        earning: dict[Context, int] = {}
        of_pool: dict[tuple[str, str], dict[tuple[Context, bool], int]] = {}
        for each, of_member in self._told():
            context = _context(each)
            if of_member == self._of_members:
                self.plays[context] = self.plays.get(context, 0) + each.plays
            if each.earns:
                held = of_pool.setdefault((each.offer, each.sold_in), {})
                held[context, of_member] = held.get((context, of_member), 0) + each.plays
        self._net: dict[tuple[Context, str], int] = {}
        for place, held in of_pool.items():
            whole = sum(held.values())
            mine = {
                context: plays
                for (context, of_member), plays in held.items()
                if of_member == self._of_members
            }
            earning |= mine
            for pool in self._pools.get(place, ()):
                net = pool.gross - pool.deductions
                parts = apportion({key: Fraction(net * plays, whole) for key, plays in held.items()})
                for context in mine:
                    self._net[context, pool.currency] = parts[context, self._of_members]
        return earning

    def _said(self) -> dict[Context, list[Said]]:
        """Every context, numbered, nothing written yet: what has its uses first, then other currencies."""
        said: dict[Context, list[Said]] = {}
        for place, context in enumerate(sorted(self.plays), start=1):
            number = f"{'U' if self._of_members else 'B'}{place}"
            pools = self._pools.get((context.offer, context.sold_in))
            said[context] = [
                Said(
                    f"{number}-{pool.currency}" if each else number,
                    pool,
                    self._net.get((context, pool.currency), 0),
                    self._earning.get(context, 0),
                )
                for each, pool in enumerate(pools or ())
            ] or [Said(number, None, 0, self._earning.get(context, 0))]
        return said

    def summaries(self) -> Iterator[Any]:
        """The records of every context."""
        for context, said in ((context, each) for context, all_ in self._said().items() for each in all_):
            common: dict[str, Any] = {
                "commercial_model": self._model(context.offer),
                "use_type": USES[context.use],
                "territory": place_of(context.territory),
                "service_description": dsr.service_name(settings.SITE_NAME),
                "currency_of_reporting": said.currency,
            }
            if self._of_members and common["commercial_model"] == CommercialModel.SUBSCRIPTION:
                yield from _subscription(context, said, common)
            elif context.use == Use.DOWNLOAD and not self._of_members:
                yield records.SalesSummary(
                    summary_record_id=said.number, total_usages=0, net_revenue=said.net, **common
                )
            else:
                yield records.StreamSummary(
                    summary_record_id=said.number,
                    total_usages=0,
                    net_revenue=said.net,
                    content_category=MUSIC,
                    **common,
                )

    def _model(self, offer: str) -> str:
        if offer not in self._models:
            self._models[offer] = subscriptions.offer_by_slug(offer).model
        return self._models[offer]

    def blocks(self) -> Iterator[dsr.AudioBlock | dsr.UgcBlock]:
        """A block for every recording, and for every sound nobody knows, in order."""
        said = self._said()
        write = self._upload_block if self._of_members else self._audio_block
        mine = ((each, whose) for each, whose in self._told() if whose == self._of_members)
        whole = (list(rows) for _, rows in groupby(mine, key=lambda pair: (pair[0].recording, pair[0].sound)))
        for some in _some(whole):
            named = catalogue.recordings_by_ids({rows[0][0].recording for rows in some})
            titles = music.names_of_tracks({rows[0][0].track for rows in some if not rows[0][0].recording})
            for rows in some:
                first = rows[0][0]
                yield write(_resource(first, named, titles), [each for each, _ in rows], said)

    def _told(self) -> Iterator[tuple[Heard, bool]]:
        """What was heard, and whether a member sent it in."""
        from .usage.heard import heard  # loads NumPy: only where a month is reported

        for some in _some(heard(moving.partitions_of(self._month.first_day))):
            uploaded = music.sent_in_by_members({each.track for each in some})
            yield from ((each, each.track in uploaded) for each in some)

    def _audio_block(
        self, resource: records.RecordingOfWork, rows: list[Heard], said: dict[Context, list[Said]]
    ) -> dsr.AudioBlock:
        sales: list[records.Download | records.Stream] = []
        for (context, earns), plays in _by_context(rows).items():
            common: dict[str, Any] = {
                "summary_record_id": said[context][0].number,
                "sales_transaction_id": self._transaction(said[context][0], resource, earns),
                "transacted_resource": resource.resource_reference,
                "is_royalty_bearing": earns,
                "use_type": USES[context.use],
            }
            if context.use == Use.DOWNLOAD:
                sales.append(records.Download(usages=plays, returns=0, **common))
            else:
                sales.append(records.Stream(number_of_streams=plays, **common))
        return dsr.AudioBlock(resources=(resource,), sales=tuple(sales))

    def _upload_block(
        self, resource: records.RecordingOfWork, rows: list[Heard], said: dict[Context, list[Said]]
    ) -> dsr.UgcBlock:
        uploads: dict[Context, dict[int, int]] = {}
        for row in rows:
            held = uploads.setdefault(_context(row), {})
            held[row.track] = held.get(row.track, 0) + row.plays
        return dsr.UgcBlock(
            resources=(resource,),
            uploads=tuple(
                records.UsesOfUploads(
                    summary_record_id=said[context][0].number,
                    dsp_release_id=tuple(f"audio{track}" for track in sorted(held)),
                    usages=tuple(held[track] for track in sorted(held)),
                    content_category=MUSIC,
                    parent_resource_reference=resource.resource_reference,
                )
                for context, held in uploads.items()
            ),
            sales=tuple(
                dsr.UploadSale(self._upload_use(resource, earns, plays, each, told=each is said[context][0]))
                for (context, earns), plays in _by_context(rows).items()
                for each in said[context][: None if earns else 1]
            ),
        )

    def _upload_use(
        self, resource: records.RecordingOfWork, earns: bool, plays: int, said: Said, *, told: bool
    ) -> records.UploadedUse:
        return records.UploadedUse(
            sales_transaction_id=self._transaction(said, resource, earns),
            summary_record_id=said.number,
            dsp_resource_id=resource.dsp_resource_id,
            usages=plays if told else 0,
            net_revenue=said.worth(plays) if earns else 0,
            validity_period_start=self._month.first_day,
            validity_period_end=last_day(self._month.first_day),
            content_category=MUSIC,
            is_royalty_bearing=earns,
        )

    def _transaction(self, said: Said, resource: records.RecordingOfWork, earns: bool) -> str:
        """The same for every licensor, so that claims of several meet."""
        left_out = "" if earns else "-x"
        return f"{self._month.first_day:%Y-%m}-{said.number}-{resource.dsp_resource_id}{left_out}"


def _context(each: Heard) -> Context:
    return Context(each.offer, each.sold_in, each.territory, each.use)


def _subscription(context: Context, said: Said, common: dict[str, Any]) -> Iterator[Any]:
    """A subscription in the UGC profile: the service's money, the market, and what lines make."""
    subscribers = Fraction(said.pool.subscribers) if said.pool else Fraction(0)
    yield records.SubscriberSummary(
        summary_record_id=f"{said.number}-service",
        subscriber_type=context.offer,
        subscribers=decimal_of(subscribers),
        consumer_paid_unit_price=floor(said.pool.gross / subscribers) if said.pool and subscribers else 0,
        net_revenue=said.net,
        music_usage_percentage=100,
        **common,
    )
    yield records.MarketShareSummary(
        summary_record_id=f"{said.number}-market",
        net_revenue=said.net,
        parent_summary_record_id=f"{said.number}-service",
        **common,
    )
    yield records.LicensorSummary(
        summary_record_id=said.number,
        rights_type="MakeAvailableRight",
        total_usages=0,
        content_category=MUSIC,
        parent_summary_record_id=f"{said.number}-market",
        **common,
    )


def _by_context(rows: Iterable[Heard]) -> dict[tuple[Context, bool], int]:
    sums: dict[tuple[Context, bool], int] = {}
    for row in rows:
        key = (_context(row), row.earns)
        sums[key] = sums.get(key, 0) + row.plays
    return dict(sorted(sums.items()))


def _resource(
    first: Heard, named: dict[int, Any], titles: dict[int, tuple[str, str]]
) -> records.RecordingOfWork:
    """The recording as the catalogue names it; a sound nobody knows as who sent it in named it."""
    if first.recording:
        found = named[first.recording]
        number, isrc, title, artist = str(found.pk), found.isrc, found.title, found.artist
    else:
        number, isrc, (artist, title) = f"sound{first.sound}", None, titles[first.track]
    return records.RecordingOfWork(
        resource_reference="A1",
        dsp_resource_id=number,
        resource_isrc=(isrc,) if isrc else None,
        resource_title=title or number,
        resource_display_artist_name=artist or None,
        resource_type="SoundRecording",
    )


def _some(rows: Iterable[T]) -> Iterator[list[T]]:
    """As many at a time as are asked about together."""
    remaining = iter(rows)
    while some := list(islice(remaining, AT_ONCE)):
        yield some
