"""Who sent a track in sees how it is listened to: by day and country, and nobody where they are few."""

from django.test import Client

from akkord.flow import clock
from akkord.music.models import Play, Track
from akkord.people.models import Person
from factories import a_person
from web_music.tracks import make_track


def played(track: Track, territory: str, people: list[Person], times: int = 1) -> None:
    now = clock.now()
    for person in people * times:
        Play.objects.create(
            track=track, person=person, territory=territory, use="play", verdict="ALLOW", facts_version=0,
            started_at=now, counted_at=now,
        )  # fmt: skip


def test_an_uploader_sees_days_and_countries_but_no_small_ones(
    signed_in: Client, anna: Person, boris: Person
) -> None:
    song, theirs = make_track(anna), make_track(boris)
    crowd = [a_person(f"Listener {n}") for n in range(5)]
    played(song, "RU", crowd)
    played(song, "DE", crowd[:4], times=9)  # many plays, and still of few people
    played(song, "FI", crowd[:1])
    page = signed_in.get(f"/audio{song.pk}/statistics")
    assert f"/audio{song.pk}/statistics" in signed_in.get(f"/audio{song.pk}").text
    assert "42 plays" in page.text
    assert "Russia" in page.text
    assert "Other countries" in page.text
    assert "Germany" not in page.text
    assert "Finland" not in page.text
    assert signed_in.get(f"/audio{theirs.pk}/statistics").status_code == 404
    assert signed_in.get("/audio999999/statistics").status_code == 404
