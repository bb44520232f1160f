"""The operator sees proof of what members signed to be theirs, and then it earns; nobody else does."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from akkord.ledger import actions as ledger
from akkord.music import actions, queries
from akkord.music.models import OwnMusic
from akkord.music.rules import Listener
from akkord.music.rules.own import Declaration, read_parts
from akkord.rights.terms import Permission
from akkord.rights.territories import WORLDWIDE
from cases import makers
from music import world

pytestmark = pytest.mark.django_db
WHOLE = read_parts("Anna 100")
SAID = Declaration(Permission.ALL, WORLDWIDE, WHOLE, WHOLE, "", "", None, "Anna P.", "Mine.")


@pytest.fixture(autouse=True)
def _log(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    ledger.begin_log()


def door(**fields: Any) -> Client:
    client = Client()
    client.force_login(makers.person(**fields))
    return client


def test_proof_that_was_seen_makes_it_earn() -> None:
    song = world.unmatched(makers.person())
    assert song.person is not None
    made = actions.declare_own(song.person, song, SAID)
    staff = door(is_staff=True, is_superuser=True)
    assert "Anna P." in staff.get("/staff/own-music").text
    place = f"/staff/own-music/{made.pk}"
    assert staff.post(place, {"source": " "}).status_code == 422
    assert staff.post(place, {"source": "contract of 2025"}).status_code == 302
    (paid,) = queries.decide_for(Listener(None, "RU"), [song])[song.pk].payees
    assert (paid.party, paid.money.value) == (made.recording.organisation_id, "pay")
    assert queries.own_music_unproven() == []
    assert staff.post(place, {"source": "again"}).status_code == 422


def test_what_was_taken_back_is_proven_by_nobody() -> None:
    song = world.unmatched(makers.person())
    assert song.person is not None
    made = actions.declare_own(song.person, song, SAID)
    actions.withdraw_own(song.person, song)
    staff = door(is_staff=True, is_superuser=True)
    assert "Anna P." not in staff.get("/staff/own-music").text
    assert staff.post(f"/staff/own-music/{made.pk}", {"source": "contract"}).status_code == 422
    assert queries.declared_of(OwnMusic.objects.get(pk=made.pk)) is not None


def test_nobody_proves_their_own() -> None:
    song = world.unmatched(makers.person())
    assert song.person is not None
    made = actions.declare_own(song.person, song, SAID)
    member = Client()
    member.force_login(song.person)
    assert member.get("/staff/own-music").status_code in (403, 404)
    assert member.post(f"/staff/own-music/{made.pk}", {"source": "me"}).status_code in (403, 404)
    assert queries.declared_of(made) is not None
