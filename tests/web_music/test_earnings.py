"""What music of one's own earns is read by its member alone."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from akkord.catalogue import actions as catalogue
from akkord.ledger import actions as ledger
from akkord.people.models import Person
from akkord.store import files as store_files
from factories import a_person
from royalties.books import part, pool, shared_month, stated


@pytest.fixture(autouse=True)
def _site(settings: Any, tmp_path: Path, db: None) -> None:
    settings.DATA = tmp_path
    store_files.files.cache_clear()
    ledger.begin_log()


def test_a_member_reads_their_own_statements_and_nobody_elses(signed_in: Client, anna: Person) -> None:
    assert "No month was closed" in signed_in.get("/audio/earnings").text
    month = shared_month()
    shared = pool(month)
    parties = [catalogue.party_of(person) for person in (anna, a_person("Boris"))]
    songs = [catalogue.enter_own(party, title="Song", artist="Anna") for party in parties]
    for party in parties:
        part(shared, party, 700)
    mine, theirs = (stated(party, month, [song]) for party, song in zip(parties, songs, strict=True))
    page = signed_in.get("/audio/earnings").text
    assert mine.number in page
    assert theirs.number not in page
    assert signed_in.get(f"/audio/earnings/{mine.pk}.pdf")["Content-Type"] == "application/pdf"
    for form in ("pdf", "zip"):
        assert signed_in.get(f"/audio/earnings/{theirs.pk}.{form}").status_code == 404
