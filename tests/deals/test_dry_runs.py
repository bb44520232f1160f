"""Before anything is signed, the office sees what it would have done to real use; asking changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from akkord.catalogue.models import Organisation
from akkord.deals import simulating
from akkord.deals.models import Simulation
from akkord.flow import clock
from akkord.ledger.models import Entry
from akkord.music.models import Play, Track
from akkord.people.actions import issue_token
from akkord.people.models import Person
from akkord.rights.queries import facts_version, licences_of, policies_of
from akkord.rights.rules import facts as law
from akkord.rights.terms import CommercialModel, LicenceId, PartyId, UseType
from akkord.rights.territories import TerritorySet
from cases import makers
from music import world

pytestmark = pytest.mark.django_db

LICENCE = {
    "uses": ["OnDemandStream", "UserMakeAvailableUserProvided"],
    "models": ["FreeOfChargeModel"],
    "territory": "DE AT",
    "scope": "catalogue",
    "starts": "2030-01-01",
    "source": "draft 3",
}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def play(track: Track, territory: str, how_many: int = 1, days_ago: float = 1, **more: Any) -> None:
    at = clock.now() - timedelta(days=days_ago)
    said = {"use": "play", "verdict": "ALLOW_REPORT", "facts_version": 0, "counted_at": at} | more
    Play.objects.bulk_create(
        Play(track=track, territory=territory, started_at=at, **said) for _ in range(how_many)
    )


@pytest.fixture
def desk(log: None) -> tuple[Organisation, Person, Track]:
    """A label, its representative, and a member's upload of its recording, played before that was known."""
    label, rep = makers.label()
    track = world.matched(makers.person(), makers.recordings(label, 1)[0])
    play(track, "DE", 5)
    play(track, "RU", 3)
    play(track, "DE", 9, days_ago=91)
    play(track, "DE", 9, counted_at=None)
    return label, rep, track


def test_a_licence_is_tried_on_the_past_and_signed_exactly_so(desk: tuple[Any, ...]) -> None:
    label, rep, track = desk
    browser, before = signed_in(rep), (facts_version(), Entry.objects.count())
    shown = browser.post(f"/rights/{label.pk}/licences/new", LICENCE | {"try": "1"}, follow=True)
    text = shown.content.decode()
    assert "Of 8 plays 0 are heard without it, and 5 with it." in text
    assert "Germany" in text
    assert f"/audio{track.pk}" in text
    made = Simulation.objects.get()
    assert made.answer["plays"] == [
        {"territory": "DE", "before": "BLOCK", "after": "ALLOW", "plays": 5},
        {"territory": "RU", "before": "BLOCK", "after": "BLOCK", "plays": 3},
    ]
    assert made.answer["due_after"] == [{"party": label.pk, "money": "pay", "plays": "5"}]
    assert made.answer["moves"] == [{"before": "BLOCK", "after": "ALLOW", "territory": "AT DE", "uploads": 1}]
    assert (facts_version(), Entry.objects.count()) == before  # asking changes nothing
    browser.post(f"/rights/{label.pk}/simulations/{made.pk}/sign")
    (row,) = licences_of(label.pk)
    assert (row.territory, row.source, str(row.starts.date())) == ("AT DE", "draft 3", "2030-01-01")


def test_a_strangers_dry_run_is_nobodys_business(desk: tuple[Any, ...]) -> None:
    label, rep, _ = desk
    other, stranger = makers.label()
    signed_in(rep).post(f"/rights/{label.pk}/licences/new", LICENCE | {"try": "1"})
    number = Simulation.objects.get().pk
    for organisation in (label, other):
        for act in ("", "/sign"):
            address = f"/rights/{organisation.pk}/simulations/{number}{act}"
            client = signed_in(stranger)
            assert (client.post if act else client.get)(address).status_code == 404
    assert (
        signed_in(makers.person(is_staff=True)).get(f"/rights/{label.pk}/simulations/{number}").status_code
        == 200
    )
    assert not licences_of(label.pk).exists()


def test_a_policy_and_a_withdrawal_are_tried_too(desk: tuple[Any, ...]) -> None:
    label, rep, _ = desk
    licence = world.licensed(rep, label, TerritorySet.of("DE"))
    browser, office = signed_in(rep), f"/rights/{label.pk}"
    policy = {
        "action": "report",
        "territory": "RU",
        "scope": "catalogue",
        "from_second": "10",
        "to_second": "70",
    }
    text = browser.post(f"{office}/policies/new", policy | {"try": "1"}, follow=True).content.decode()
    assert "Of 8 plays 5 are heard without it, and 8 with it." in text
    address = f"{office}/licences/{licence.pk}/withdraw"
    text = browser.post(address, {"try": "1"}, follow=True).content.decode()
    assert "Of 8 plays 5 are heard without it, and 0 with it." in text
    assert address in text
    assert licences_of(label.pk).exists()
    wrong = browser.post(f"{office}/policies/new", policy | {"to_second": "10", "try": "1"})
    assert wrong.status_code == 422
    browser.post(f"{office}/policies/new", policy)
    assert policies_of(label.pk).get().rules[0]["segment"] == [10_000, 70_000]
    assert "sounds in 0:10–1:10 of the recording" in browser.get(f"{office}/policies").content.decode()


def test_facts_of_the_past_are_asked_at_the_moment_of_the_play(desk: tuple[Any, ...]) -> None:
    label, rep, track = desk
    play(track, "DE", 2, days_ago=40)
    world.licensed(rep, label, TerritorySet.of("DE"), ends=clock.now() - timedelta(days=30))
    made = simulating.simulate(rep, label, state=[licence_for(label, "FR")])
    assert [each for each in made.answer["plays"] if each["territory"] == "DE"] == [
        {"territory": "DE", "before": "ALLOW", "after": "ALLOW", "plays": 2},
        {"territory": "DE", "before": "BLOCK", "after": "BLOCK", "plays": 5},
    ]


def licence_for(label: Organisation, territory: str) -> law.Licence:
    return law.Licence(
        id=LicenceId(0),
        licensor=PartyId(label.pk),
        repertoire=law.CATALOGUE,
        uses=frozenset(UseType),
        models=frozenset(CommercialModel),
        territories=TerritorySet.of(territory),
        recorded_at=clock.now(),
    )


def test_what_touches_many_tracks_is_a_job_and_costs_no_more_queries(
    desk: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    label, rep, _ = desk
    licence = licence_for(label, "DE")
    with CaptureQueriesContext(connection) as few:
        simulating.simulate(rep, label, state=[licence])
    mine, sounds = makers.recordings(label, 3), makers.sounds(3)
    for track in makers.tracks(makers.person(), sounds):
        play(track, "DE", 4)
    makers.matched(sounds, mine)
    with CaptureQueriesContext(connection) as many:
        simulating.simulate(rep, label, state=[licence])
    assert len(many) <= len(few)
    monkeypatch.setattr(simulating, "AT_ONCE", 2)
    monkeypatch.setattr(simulating, "PAGE", 2)
    made = simulating.simulate(rep, label, state=[licence])
    assert made.state == "running"
    waiting = signed_in(rep).get(f"/rights/{label.pk}/simulations/{made.pk}").content.decode()
    assert "Worked off: 0 of 4 tracks." in waiting
    world.work_off()
    made.refresh_from_db()
    assert (made.state, made.done, made.answer["uploads"]) == ("done", 4, 4)
    assert sum(each["plays"] for each in made.answer["plays"] if each["after"] == "ALLOW") == 17


def test_the_api_tries_and_signs(desk: tuple[Any, ...]) -> None:
    label, rep, _ = desk
    said = {"headers": {"Authorization": f"Bearer {issue_token(rep, 'test')}"}}
    address = f"/api/v1/organisations/{label.pk}/simulations"
    stated = {"uses": LICENCE["uses"], "models": LICENCE["models"], "territory": "RU"}
    client = Client()
    made = client.post(address, {"licence": stated}, "application/json", **said)  # type: ignore[arg-type]
    assert made.status_code == 201, made.content
    answer = client.get(f"{address}/{made.json()['id']}", **said).json()  # type: ignore[arg-type]
    assert {"territory": "RU", "before": "BLOCK", "after": "ALLOW", "plays": 3} in answer["answer"]["plays"]
    signed = client.post(f"{address}/{made.json()['id']}/sign", **said)  # type: ignore[arg-type]
    assert signed.json()["licences"][0]["territory"] == "RU"
    both = {"licence": stated, "withdraw_licence": 1}
    assert client.post(address, both, "application/json", **said).status_code == 422  # type: ignore[arg-type]
    assert client.post(address, {"withdraw_licence": 999}, "application/json", **said).status_code == 404  # type: ignore[arg-type]
