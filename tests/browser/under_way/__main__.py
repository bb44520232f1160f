"""Begins, in a sample site that lives, everything that pages of its own tell of; prints what stands in the
holes of their addresses. Run once, in the site's environment."""

import json
import sys
import tempfile
from pathlib import Path

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402

from akkord.music import queries as music  # noqa: E402
from akkord.music.models import Track  # noqa: E402
from akkord.people import actions as people  # noqa: E402
from akkord.people import queries as persons  # noqa: E402
from browser.conftest import PASSWORD  # noqa: E402
from browser.disguise import unknown  # noqa: E402
from browser.roles import ARTIST, GUARDED, OPERATOR  # noqa: E402
from browser.under_way import months, office, person  # noqa: E402

NEIGHBOUR = "otto-l@akkord.example"  # acts for another label


def begun(folder: Path) -> dict[str, object]:
    operator = persons.person_by_email(OPERATOR)
    assert operator is not None
    artist, neighbour, guarded = (
        people.enrol(email=email, name=name, password_hash=make_password(PASSWORD))
        for name, email in (("Ida Reed", ARTIST), ("Otto Loud", NEIGHBOUR), ("Rosa Gate", GUARDED))
    )
    label, songs = office.opened(artist, folder)
    own = person.sent_in(artist, unknown(folder, "reeds.mp3", 4001), "Reeds in the wind")
    forbidden = person.sent_in(artist, office.copy_of(songs[3], folder), "Crane, at home")
    return {
        "label": label.pk,
        **office.at_the_desk(label, artist, operator, songs, folder),
        **person.claimed(forbidden, artist),
        **office.before_a_court(label, operator, songs[0]),
        **person.noticed(own),
        **person.at_home(artist, operator, own),
        "passkey": person.guarded(guarded),
        "decision": person.decided(artist, neighbour, operator),
        **months.in_the_books(label, _track_of(songs[0].pk), own, artist, operator),
        **office.beside_others(neighbour, operator, songs, folder),
    }


def _track_of(recording: int) -> Track:
    number = music.track_of_recording(recording)
    assert number is not None
    return Track.objects.get(pk=number)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(begun(Path(folder)), default=str))
