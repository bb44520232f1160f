"""Listening: a play begins when the law allows it, and is counted once."""

import uuid
from dataclasses import dataclass

from django.core import signing

from akkord.flow import clock, jobs
from akkord.music import errors, queries, rules
from akkord.music.models import Play, Upload
from akkord.music.rules import Context, Listener
from akkord.rights import queries as rights
from akkord.rights.rules.answers import Decision
from akkord.rights.terms import Money, Use, Verdict
from akkord.sound.tasks import render


@dataclass(frozen=True)
class Start:
    """A play that may begin: its id for counting, and where its bytes are."""

    play_id: uuid.UUID
    url: str
    seconds: float


def start_play(
    listener: Listener, track_id: int, use: str = Use.PLAY.value, context: Context = Context.PAGE
) -> Start:
    """Begin to listen, where the client says it is. Raises NoSuchTrack, Silent (with why), NotReady."""
    version, track = rights.facts_version(), queries.track_by_number(track_id)
    decision = queries.decide_for(listener, [track], Use(use))[track.pk]
    if not decision.audible:
        raise errors.Silent(queries.tellings(listener, {track.pk: decision}, [track])[track.pk])
    if not track.sound.rendition:
        jobs.put(render, [track.sound_id], {}, dedupe=f"render:{track.sound_id}")
        raise errors.NotReady
    disputed = queries.disputed_by(track)
    play = Play.objects.create(
        track=track,
        person_id=listener.person_id,
        territory=listener.territory,
        use=use,
        offer=listener.standing.offer,
        model=listener.standing.model.value,
        sold_in=listener.standing.sold_in or listener.territory,
        context=context.value,
        verdict=decision.verdict.name,
        facts_version=version,
        payees=_payees(decision, disputed),
        held_for=disputed,
        started_at=clock.now(),
    )
    token = signing.dumps(
        {"t": track.pk, "w": listener.person_id, "u": use}, salt=rules.STREAM_SALT, compress=True
    )
    return Start(play.pk, f"/stream/{token}", track.seconds)


def _payees(decision: Decision, disputed: list[int]) -> list[dict[str, object]]:
    """Who is due what; the share of a party that the uploader disputes with waits for whoever is right."""
    return [
        {
            "party": p.party,
            "share": str(p.fraction),
            "recording": p.recording,
            "licence": p.licence,
            "money": Money.ESCROW.value if p.party in disputed else p.money.value,
        }
        for p in decision.payees
    ]


def note_dispute(upload_id: uuid.UUID, parties: list[int]) -> None:
    """With whom the money of an upload's plays is in dispute from now on; with nobody, an empty list."""
    Upload.objects.filter(pk=upload_id).update(disputed_by=parties)


def count_play(listener: Listener, play_id: uuid.UUID, seconds: float) -> bool:
    """Count a play once, when 30 s or half of it were heard; saying it again changes nothing.

    What was only heard by its uploader while held is never counted.
    """
    play = Play.objects.select_related("track").filter(pk=play_id).first()
    if play is None or play.person_id != listener.person_id:
        raise errors.NoSuchTrack
    passed = (clock.now() - play.started_at).total_seconds()
    if play.verdict not in (Verdict.ALLOW.name, Verdict.ALLOW_REPORT.name):
        return False
    if not rules.counts(seconds, play.track.seconds, passed):
        return False
    Play.objects.filter(pk=play.pk, counted_at=None).update(counted_at=clock.now())
    return True
