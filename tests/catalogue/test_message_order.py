"""Whatever the order in which messages come, the licences in the tables are those of the timeline.

Life cycles are self-made (tests/catalogue/ern/writing.py): initial, territorial, change of price, take-down
in both generations of the standard, deals for others, tests, purge.
"""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from akkord.catalogue import actions, queries
from akkord.catalogue.ern import read_message
from akkord.catalogue.ern.clocks import zones_of
from akkord.catalogue.ern.timeline import licences_at, timeline
from akkord.catalogue.models import Organisation, ReleaseMessage
from akkord.flow import clock
from akkord.people.models import Person
from akkord.rights.facts_in_tables import licence
from akkord.rights.models import Licence
from akkord.store.files import Files
from catalogue import makers
from catalogue.ern.writing import ANOTHER, LABEL, Album, Terms, new_release, purge

pytestmark = pytest.mark.django_db

Licensed = Callable[[datetime, str], set[str]]
NOW = datetime(2014, 7, 15, 12, tzinfo=UTC)
STREAM, SALE = ("OnDemandStream",), ("PermanentDownload",)


def word(version: str, created: str, *deals: Terms, test: bool = False) -> str:
    return new_release(
        version, f"2014-{created}T12:00:00Z", albums=(Album(tracks=True),), deals=deals, test=test
    )


def deal(
    *territories: str, uses: tuple[str, ...] = STREAM, start: str = "05-01", end: str = "", **more: object
) -> Terms:
    period = {"StartDate": f"2014-{start}"} | ({"EndDate": f"2014-{end}"} if end else {})
    return Terms(territories=territories, uses=uses, models=("FreeOfChargeModel",), period=period, **more)  # type: ignore[arg-type]


DOWN = Terms(territories=("DE",), take_down=True, uses=(), models=(), period={"StartDate": "2014-08-15"})
LIFE = {
    "initial": word("3.8.2", "04-03", deal("US"), deal("US", uses=SALE, price="1.00")),
    "territorial": word("3.8.2", "06-01", deal("US", "DE", "RU", end="09-30"), deal("DE", uses=SALE)),
    "price": word(
        "3.8.2", "07-01", deal("US", "DE", "RU"), deal("DE", uses=SALE, start="08-01", price="2.00")
    ),
    "taken down": word("3.8.2", "07-10", deal("Worldwide"), DOWN),
    "ahead of its day": word("4.3", "07-20", deal("Worldwide", start="08-01")),
    "another service": word("4.3", "08-05", deal("Worldwide", channels=(ANOTHER,)), deal("NZ", "XK")),
    "without deals": word("4.3", "09-01"),
    "only a test": word("4.3", "10-01", test=True),
    "purge": purge("4.3", "2014-07-12T12:00:00Z"),
    "again": word("4.3", "07-13", deal("RU", "UA", uses=(*STREAM, *SALE), start="07-16", end="07-16")),
}
PROBES = [
    datetime.fromisoformat(f"2014-{each}").replace(tzinfo=UTC)
    for each in ("07-15T12:00", "07-15T20:59:59", "07-15T22:00", "07-16T12:00", "07-16T13:00", "07-20T12:00",
                 "08-01T00:00", "08-01T12:00", "08-05T12:00", "08-14T22:00", "09-01T12:00", "09-30T22:00",
                 "10-01T12:00")
]  # fmt: skip
TERRITORIES = ("DE", "US", "RU", "UA", "NZ", "XK")


@pytest.fixture
def label(monkeypatch: pytest.MonkeyPatch, store: Files, settings) -> Organisation:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(queries, "files", lambda: store)
    settings.WAKES = settings.WAKES | {"message_catalogued": ["akkord.rights.tasks.license_delivered"]}
    made = makers.organisation()
    actions.record_dpid(made, LABEL)
    return made


def arrive(label: Organisation, agent: Person, written: str) -> None:
    message = actions.receive_message(agent, label, "m.xml", [written.encode()])
    makers.work_off()
    message.refresh_from_db()
    actions.accept_message(agent, message)
    makers.work_off()
    assert ReleaseMessage.objects.get(pk=message.pk).fault == ""


def license_in_tables() -> Licensed:
    """The uses that standing facts license then and there."""
    facts = [licence(row) for row in Licence.objects.filter(withdrawn_at=None)]

    def uses(at: datetime, territory: str) -> set[str]:
        return {
            use.value
            for fact in facts
            if territory in fact.territories
            and (fact.valid.start is None or fact.valid.start <= at)
            and (fact.valid.end is None or at < fact.valid.end)
            for use in fact.uses
        }

    return uses


def license_in_timeline(written: list[str]) -> Licensed:
    said = timeline(read_message(io.BytesIO(each.encode()), "m.xml") for each in written)

    def uses(at: datetime, territory: str) -> set[str]:
        held = licences_at(said, at, territory, zones_of(territory))
        return {term.value for each in held for term in each.uses}

    return uses


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.sampled_from(sorted(LIFE)), min_size=3, max_size=5, unique=True))
def test_after_every_arrival_the_tables_license_what_the_timeline_does(
    label: Organisation, order: list[str]
) -> None:
    with clock.at(NOW), transaction.atomic():
        agent = makers.representative(label)
        for place, name in enumerate(order, start=1):
            arrive(label, agent, LIFE[name])
            held, said = license_in_tables(), license_in_timeline([LIFE[each] for each in order[:place]])
            for at, territory in product(PROBES, TERRITORIES):
                assert held(at, territory) == said(at, territory), (name, at, territory)
        transaction.set_rollback(True)
