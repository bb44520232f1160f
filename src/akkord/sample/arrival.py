"""How the sample music arrives: one sound after the other, handed in as its label or member would.

`play_in_next` synthesises and hands in; `settle` waits until the house is done with it, then the label
agrees its terms, people post it on their walls and listen to it. Both may run twice.
"""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django_tasks import task

from akkord.catalogue import actions as catalogue
from akkord.catalogue import queries as catalogued
from akkord.catalogue.models import Delivery, Organisation
from akkord.catalogue.models import Recording as Row
from akkord.flow import clock, jobs
from akkord.music import actions as music
from akkord.music import errors
from akkord.music import queries as musical
from akkord.people import queries as persons
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights import queries as righted
from akkord.rights.rules import facts as law
from akkord.rights.terms import Action, CommercialModel, RecordingId, ReleaseId, UseType
from akkord.rights.territories import TerritorySet, parse
from akkord.wall import actions as wall
from akkord.wall import queries as walls

from .catalogue import (
    LABELS,
    LICENCES,
    POLICIES,
    RELEASES,
    Licence,
    MemberUpload,
    PolicySample,
    Recording,
    in_order_of_arrival,
)
from .listening import listen
from .people import PEOPLE, SIGN_INS
from .sound_file import write_sound
from .walls import WALLS

DELIVERY_NAME = "Sample catalogue"
PIECE = 256 * 1024
LOOK_AGAIN = timedelta(seconds=2)
PATIENCE = 900  # looks
MOST_IN_PLAYLIST = 8


@task(priority=-2)
def play_in_next(place: int) -> None:
    """Synthesise and hand in the sound at `place`, then go on to the next."""
    arriving = in_order_of_arrival()
    if place >= len(arriving):
        return
    sound = arriving[place]
    if not _is_here(sound):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sound"
            name = write_sound(sound, path)
            if isinstance(sound, Recording):
                _deliver(sound, name, path)
            else:
                _upload(sound, name, path)
    jobs.put(settle, [place, PATIENCE], {}, at=clock.now() + LOOK_AGAIN)
    jobs.put(play_in_next, [place + 1], {}, dedupe=f"sample:{place + 1}")


@task(priority=-1)
def settle(place: int, patience: int) -> None:
    """When a sound is through: its label's terms, and the posts that carry it."""
    sound = in_order_of_arrival()[place]
    track = _terms_and_track(sound) if isinstance(sound, Recording) else _track_of_upload(sound)
    if track is not None:
        _post(sound.key, track)
        _put_in_playlist(track)
        _claim_page(sound, track)
        jobs.put(listen, [place, track], {}, dedupe=f"sample:listen:{place}")
    elif patience > 0:
        jobs.put(settle, [place, patience - 1], {}, at=clock.now() + LOOK_AGAIN)


def _claim_page(sound: Recording | MemberUpload, track: int) -> None:
    """The first member's own music stands on a page of an artist: it is granted to her."""
    owner = _member(PEOPLE[0].key)
    artist = musical.track_by_number(track).by_id
    if artist and isinstance(sound, MemberUpload) and sound.person == PEOPLE[0].key and not sound.copy_of:
        with suppress(errors.AlreadyClaimed):
            claim = music.claim_artist(owner, artist, "Я записала это у себя на кухне: слышно холодильник.")
            music.decide_claim(_operator(), claim.pk, granted=True, reason="Слышно.")


def _put_in_playlist(track: int) -> None:
    """A playlist of the first member holds the first few tracks."""
    owner = _member(PEOPLE[0].key)
    mine = musical.playlists_of(owner.pk, owner.pk)
    number = mine[0].number if mine else music.make_playlist(owner, "Вечером на кухне", public=True).pk
    held = [each for _entry, each in musical.entries_of([number])]
    if track not in held and len(held) < MOST_IN_PLAYLIST:
        music.add_to_playlist(owner, number, [track])


# --- handing in --------------------------------------------------------------------------------------


def _is_here(sound: Recording | MemberUpload) -> bool:
    if isinstance(sound, MemberUpload):
        return any(story.filename.startswith(f"{sound.key}.") for story in _stories(sound))
    known = catalogued.recording_by_isrc(sound.isrc)
    return known is not None and known.sound_id is not None


def _stories(sound: MemberUpload) -> list[musical.UploadStory]:
    return musical.uploads_of(_member(sound.person).pk)


def _deliver(sound: Recording, name: str, path: Path) -> None:
    delivery, person = _delivery(sound)
    catalogue.add_file(person, delivery, name, _pieces(path))


def _upload(sound: MemberUpload, name: str, path: Path) -> None:
    music.receive_whole(
        _member(sound.person),
        name,
        path.stat().st_size,
        _pieces(path),
        title=sound.title,
        artist=sound.artist,
    )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _member(key: str) -> Person:
    email = next(p.email for p in PEOPLE if p.key == key)
    found = persons.person_by_email(email)
    assert found is not None, email
    return found


def _operator() -> Person:
    found = persons.person_by_email(next(one.email for one in SIGN_INS if one.role == "operator"))
    assert found is not None
    return found


def _label_of(sound: Recording) -> tuple[Organisation, Person]:
    key = next(r.label for r in RELEASES if r.key == sound.release)
    name = next(label.name for label in LABELS if label.key == key)
    organisation = next(o for o in catalogued.organisations() if o.name == name)
    return organisation, catalogued.representatives_of(organisation.pk)[0].person


def _delivery(sound: Recording) -> tuple[Delivery, Person]:
    organisation, person = _label_of(sound)
    return next(d for d in catalogued.deliveries_of(organisation.pk) if d.name == DELIVERY_NAME), person


# --- terms -------------------------------------------------------------------------------------------


def _terms_and_track(sound: Recording) -> int | None:
    row = catalogued.recording_by_isrc(sound.isrc)
    track = musical.track_of_recording(row.pk) if row else None
    if row is None or track is None:
        return None
    organisation, person = _label_of(sound)
    for licence in LICENCES:
        if sound.release in licence.releases:
            _license(person, organisation, licence, sound.release, row)
    for policy in POLICIES:
        if policy.recording == sound.key:
            _set_policy(person, organisation, policy, row)
    return track


def _license(person: Person, organisation: Organisation, licence: Licence, release: str, row: Row) -> None:
    """One licence for each release, once its release stands in the catalogue."""
    name = f"sample {licence.key} {release}"
    known = righted.licences_of(organisation.pk, withdrawn=True)
    if row.release_id is None or any(x.source == name for x in known):
        return
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    rights.grant_licence(
        person,
        organisation,
        uses=[UseType(use) for use in licence.uses],
        models=[CommercialModel(model) for model in licence.models],
        territories=_where(licence.territories, licence.excluded),
        repertoire=law.Repertoire(releases=frozenset({ReleaseId(row.release_id)})),
        starts=today + timedelta(days=licence.starts),
        ends=today + timedelta(days=licence.ends) if licence.ends is not None else None,
        source=name,
    )


def _set_policy(person: Person, organisation: Organisation, policy: PolicySample, row: Row) -> None:
    name = f"sample {policy.key}: {policy.reason}"
    if any(x.source == name for x in righted.policies_of(organisation.pk, withdrawn=True)):
        return
    condition = law.Condition(territories=_where(policy.territories))
    rights.set_policy(
        person,
        organisation,
        rules=[law.PolicyRule(condition, Action(policy.action))],
        repertoire=law.Repertoire(recordings=frozenset({RecordingId(row.pk)})),
        source=name,
    )


def _where(territories: tuple[str, ...], excluded: tuple[str, ...] = ()) -> TerritorySet:
    return parse(" ".join([*territories, *(f"-{code}" for code in excluded)]))


# --- walls -------------------------------------------------------------------------------------------


def _track_of_upload(sound: MemberUpload) -> int | None:
    story = next((s for s in _stories(sound) if s.filename.startswith(f"{sound.key}.")), None)
    return story.track if story else None


def _post(key: str, track: int) -> None:
    """Whoever posts this sound does so now, once."""
    for person_key, posts in WALLS.items():
        for post in posts:
            if post.track == key:
                person = _member(person_key)
                if not walls.has_posted(person.pk, post.text):
                    wall.write_post(person, wall_person=person, text=post.text, track_ids=[track])
