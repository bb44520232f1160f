"""Who sent a track in sees how it is listened to: by day and country, and nobody where they are few."""

from typing import Any

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from akkord.flow import clock
from akkord.music.models import Play, Track
from akkord.music.queries.claiming import FEWEST, TOP, few_together
from akkord.people.models import Person
from web_music.tracks import make_track


def played(track: Track, territory: str, times: int) -> None:
    now = clock.now()
    for _ in range(times):
        Play.objects.create(
            track=track, territory=territory, use="play", verdict="ALLOW", facts_version=0,
            started_at=now, counted_at=now,
        )  # fmt: skip


def test_an_uploader_sees_days_and_countries_but_no_small_ones(
    signed_in: Client, anna: Person, boris: Person, settings: Any
) -> None:
    settings.ROOT_URLCONF = "akkord.config.urls"
    song, theirs = make_track(anna), make_track(boris)
    for territory, times in (("RU", 7), ("DE", FEWEST - 1), ("FI", 1)):
        played(song, territory, times)
    page = signed_in.get(f"/audio{song.pk}/statistics")
    assert f"/audio{song.pk}/statistics" in signed_in.get(f"/audio{song.pk}").text
    assert "12 plays" in page.text
    assert "Russia" in page.text
    assert "Other countries" in page.text
    assert "Germany" not in page.text
    assert "Finland" not in page.text
    assert signed_in.get(f"/audio{theirs.pk}/statistics").status_code == 404
    assert signed_in.get("/audio999999/statistics").status_code == 404


@given(counts=st.lists(st.integers(1, 30), max_size=40))
def test_no_small_country_is_told_and_no_play_is_lost(counts: list[int]) -> None:
    told = few_together((f"land {place}", plays) for place, plays in enumerate(sorted(counts, reverse=True)))
    assert sum(plays for _code, plays in told) == sum(counts)
    assert all(plays >= FEWEST for name, plays in told if name)
    assert len(told) <= TOP + 1
