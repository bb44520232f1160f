"""Keeping on a device: a leave is given where the law allows it, asked for again, and ends by itself.

A leave says who may hear which track from a copy of theirs, from when until when; it is signed, and opens
nothing here: bytes are decided as the use *offline* whenever they are fetched. Plays made away from the site
are told later with the leave they were heard by, each once.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db import transaction

from akkord.flow import clock, jobs, outbox
from akkord.music import errors, queries, rules
from akkord.music.models import Play, Track
from akkord.music.rules import Context, Listener, offline
from akkord.people.models import Person
from akkord.rights import queries as rights
from akkord.rights.rules.answers import Decision
from akkord.rights.terms import Use, Verdict
from akkord.sound.tasks import render
from akkord.subscriptions import queries as subscriptions

from .listening import payees_of


@dataclass(frozen=True)
class Leave:
    """What a device may keep: until when, and the word that says so."""

    track: Track
    until: datetime
    word: str


@dataclass(frozen=True)
class Told:
    """A play made away from the site, as a device tells it; `play` is its own number for it."""

    play: uuid.UUID
    word: str
    begun: datetime
    seconds: float


def keep_offline(listener: Listener, track_id: int) -> tuple[Leave, str]:
    """Give a leave for a track and the address of its bytes.

    Raises NoSuchTrack, Silent (with why), NotReady.
    """
    track = queries.track_by_number(track_id)
    decision = queries.decide_for(listener, [track], Use.OFFLINE)[track.pk]
    if not _lasting(decision) or listener.person_id is None:
        raise errors.Silent(queries.tellings(listener, {track.pk: decision}, [track])[track.pk])
    if not track.sound.rendition:
        jobs.see_to(render, [track.sound_id], f"render:{track.sound_id}")
        raise errors.NotReady
    said = {"t": track.pk, "w": listener.person_id, "u": Use.OFFLINE.value}
    token = signing.dumps(said, salt=rules.STREAM_SALT, compress=True)
    return _leave(listener, track, decision), f"/stream/{token}"


def renew_leaves(listener: Listener, track_ids: Sequence[int]) -> tuple[list[Leave], list[int]]:
    """Of what a device keeps: leaves given anew, and what it has to throw away."""
    wanted = list(dict.fromkeys(track_ids))[: offline.MOST_KEPT]
    there = queries.tracks_by_numbers(wanted) if listener.person_id is not None else {}
    decisions = queries.decide_for(listener, there.values(), Use.OFFLINE)
    kept = [number for number in wanted if number in there and _lasting(decisions[number])]
    leaves = [_leave(listener, there[number], decisions[number]) for number in kept]
    return leaves, [number for number in track_ids if number not in set(kept)]


def _lasting(decision: Decision) -> bool:
    """What is only held, and heard by its uploader alone, is not kept: a hold is waited out here."""
    return decision.verdict in (Verdict.ALLOW, Verdict.ALLOW_REPORT)


def _leave(listener: Listener, track: Track, decision: Decision) -> Leave:
    now = clock.now()
    until = offline.kept_until(now, (decision.valid_until, listener.standing.until))
    said = {"t": track.pk, "w": listener.person_id, "f": now.timestamp(), "e": until.timestamp()}
    return Leave(track, until, signing.dumps(said | {"p": listener.territory}, salt=offline.LEAVE_SALT))


def tell_offline(listener: Listener, told: Sequence[Told]) -> dict[uuid.UUID, bool]:
    """Count plays made away from the site: play → whether it is counted now. Telling again changes nothing.

    Each is decided as the law stands now for the moment at which it began, in the territory in which its
    leave was given, under the offer that the person had then. An hour is told once: what would have sounded
    together with another is not counted.
    """
    in_order = sorted(told[: offline.MOST_PLAYS], key=lambda play: play.begun)
    return {each.play: _counted(listener, each) for each in in_order}


def _at_once(person_id: int, begun: datetime, needed: float) -> bool:
    """Whether the person has told a play that would have sounded together with this one."""
    longest = timedelta(seconds=max(needed, rules.COUNTED_SECONDS))
    near = Play.objects.filter(
        person_id=person_id,
        use=Use.OFFLINE.value,
        started_at__gt=begun - longest,
        started_at__lt=begun + longest,
    )
    return any(
        offline.overlap(begun, needed, other, rules.needed_seconds(length))
        for other, length in near.values_list("started_at", "track__seconds")
    )


@transaction.atomic
def _counted(listener: Listener, told: Told) -> bool:
    if listener.person_id is None:
        return False
    # One at a time of a person: two calls at once must not both find the hour free.
    Person.objects.select_for_update(no_key=True).filter(pk=listener.person_id).first()
    before = Play.objects.filter(pk=told.play).first()
    if before is not None:
        return before.person_id == listener.person_id and before.counted_at is not None
    try:
        said = signing.loads(told.word, salt=offline.LEAVE_SALT)
        track = queries.track_by_number(said["t"])
    except (signing.BadSignature, errors.NoSuchTrack):
        return False
    given, until = (datetime.fromtimestamp(said[name], UTC) for name in ("f", "e"))
    now, length = clock.now(), track.seconds
    if said["w"] != listener.person_id or not rules.counts(told.seconds, length, told.seconds):
        return False
    if not offline.believable(told.begun, told.seconds, given, until, now):
        return False
    if _at_once(said["w"], told.begun, rules.needed_seconds(length)):
        return False
    under = subscriptions.standing(listener.person_id, told.begun)
    there = Listener(listener.person_id, said["p"], standing=under)
    decision = queries.decide_for(there, [track], Use.OFFLINE, told.begun)[track.pk]
    if not _lasting(decision):
        return False
    disputed = queries.disputed_in(track.pk)
    Play.objects.create(
        pk=told.play,
        track=track,
        person_id=there.person_id,
        territory=there.territory,
        use=Use.OFFLINE.value,
        offer=there.standing.offer,
        model=there.standing.model.value,
        sold_in=there.standing.sold_in or there.territory,
        context=Context.LIBRARY.value,
        verdict=decision.verdict.name,
        facts_version=rights.facts_version(),
        payees=payees_of(decision, disputed),
        held_for=disputed,
        started_at=told.begun,
        counted_at=now,
    )
    if queries.telling_for(listener.person_id):
        outbox.announce("play_counted", play=str(told.play))
    return True
