"""Small makers of what tests need: people, communities, posts, tracks. Add yours; keep others'."""

from datetime import timedelta
from itertools import count

from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.groups.models import Group
from akkord.music.models import Track, Upload
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.sound.models import Sound
from akkord.wall import actions as wall
from akkord.wall.models import Post

PASSWORD = "correct horse battery"
_numbers = count(1)


def a_person(name: str = "Anna Petrova", **fields: object) -> Person:
    """Somebody who has been here for a while; `date_joined` says otherwise."""
    number = next(_numbers)
    fields.setdefault("date_joined", clock.now() - timedelta(days=30))
    return Person.objects.create_user(f"person{number}@test.example", PASSWORD, name=name, **fields)


def friends(one: Person, other: Person) -> None:
    people.befriend(one, other)


def a_club(owner: Person, name: str = "Kitchen concerts") -> Group:
    return groups.found_group(owner, name, "We play at home.")


def a_post(author: Person, text: str = "Hello", track_ids: list[int] | None = None) -> Post:
    return wall.write_post(author, wall_person=author, text=text, track_ids=track_ids or [])


def a_track(person: Person, title: str = "Rain", artist: str = "Anna") -> Track:
    """A track of a person's upload; nobody has listened to it yet, so it is silent."""
    sha256 = f"a{next(_numbers):063x}"  # each maker of sounds has a first digit of its own
    sound = Sound.objects.create(sha256=sha256, size=1000)
    upload = Upload.objects.create(
        person=person, filename=f"{title}.mp3", size=1000, state="heard", sound=sound, made_at=clock.now()
    )
    return Track.objects.create(
        title=title, artist=artist, sound=sound, upload=upload, person=person, made_at=clock.now()
    )
