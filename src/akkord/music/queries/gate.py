"""The gate: whether a listener may hear a track here and now, and where in the world it sounds."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from akkord.flow import clock
from akkord.groups import queries as groups
from akkord.music import rules
from akkord.music.errors import NoSuchTrack
from akkord.music.models import Hearing, Match, OwnMusic, Track, Upload
from akkord.music.rules import Listener
from akkord.rights import queries as rights
from akkord.rights.facts_in_tables import read_segments
from akkord.rights.rules import decisions_for_anybody
from akkord.rights.rules import facts as law
from akkord.rights.rules.answers import Decision, Query, Reason
from akkord.rights.rules.law import decide
from akkord.rights.terms import (
    AccountId,
    CommercialModel,
    FileId,
    GroupId,
    MatchId,
    RecordingId,
    Use,
    Verdict,
    Viewer,
)
from akkord.rights.territories import NOWHERE, Territory, TerritorySet
from akkord.subscriptions import queries as subscriptions


def listener(person_id: int | None, territory: str) -> Listener:
    """Who wants to hear, under the offer they have at this moment; one query, none for a guest."""
    return Listener(person_id, territory, standing=subscriptions.standing(person_id, clock.now()))


def standing_tracks() -> QuerySet[Track]:
    """Tracks that are there to be seen: not withdrawn by their uploader, and no voice notes."""
    return Track.objects.filter(withdrawn_at=None, spoken=False).select_related("sound")


def standing_matches() -> QuerySet[Match]:
    """What the ear found and nobody has taken back."""
    return Match.objects.filter(withdrawn_at=None)


def track_by_number(number: int) -> Track:
    try:
        return standing_tracks().get(pk=number)
    except Track.DoesNotExist as missing:
        raise NoSuchTrack from missing


def spoken_by_number(number: int) -> Track:
    """A voice note's track, for whoever has asked its conversation. Raises NoSuchTrack."""
    found = Track.objects.filter(pk=number, withdrawn_at=None, spoken=True).select_related("sound").first()
    if found is None:
        raise NoSuchTrack
    return found


def track_of_upload(upload: uuid.UUID) -> Track | None:
    """An upload's track while it stands, a voice note's as any other's: whoever sent it in is heard about
    either; the caller has asked whose it is."""
    return Track.objects.filter(upload=upload, withdrawn_at=None).select_related("sound").first()


def decide_for(
    listener: Listener, tracks: Iterable[Track], use: Use = Use.PLAY, at: datetime | None = None
) -> dict[int, Decision]:
    """Ask `rights.rules.decide` for each track, for this listener, here and now: the only gate to sound.

    A licence has to permit the way in which their offer is paid for. A constant number of queries however
    many tracks there are.
    """
    asked = list(tracks)
    (answers,) = _decide_each(listener, asked, grounds_of(asked), use, at or clock.now())
    return answers


def decide_to_remember(
    listener: Listener, tracks: Iterable[Track], at: datetime
) -> tuple[dict[int, Decision], bool]:
    """The same for a play, and whether the answers hold for as long as no fact changes.

    Where an owner lets communities use their music, who speaks for a community counts, and that is no fact.
    """
    asked = list(tracks)
    grounds = grounds_of(asked)
    (answers,) = _decide_each(listener, asked, grounds, Use.PLAY, at)
    return answers, not any(grant.group for _file, facts in grounds[:1] for grant in facts.grants)


def heard_otherwise(listener: Listener, tracks: Iterable[Track]) -> dict[int, list[CommercialModel]]:
    """track → in which other ways of those on offer the listener would have to pay to hear it now."""
    moment, asked = clock.now(), list(tracks)
    others = [m for m in subscriptions.models_on_offer(moment) if m != listener.standing.model]
    if not others or not asked:
        return {}
    answers = _decide_each(listener, asked, grounds_of(asked), Use.PLAY, moment, others)
    return {
        track.pk: [m for m, answer in zip(others, answers, strict=True) if answer[track.pk].audible]
        for track in asked
    }


def _decide_each(
    listener: Listener,
    tracks: list[Track],
    grounds: list[tuple[law.FileFacts, law.Facts]],
    use: Use,
    at: datetime,
    offers: list[CommercialModel] | None = None,
) -> list[dict[int, Decision]]:
    """For each of the offers, the listener's if none is named, what is decided of each track."""
    models = offers or [listener.standing.model]
    answers = [dict[int, Decision]() for _ in models]
    for track, (file, facts) in zip(tracks, grounds, strict=True):
        viewer = viewer_of(listener, track)
        for model, found in zip(models, answers, strict=True):
            query = Query(Territory(listener.territory), at, use, model, viewer)
            found[track.pk] = decide(query, file, facts)
    return answers


def viewer_of(listener: Listener, track: Track) -> Viewer:
    """In what quality the listener asks: what is held is for its uploader and the rights office."""
    if listener.office:
        return Viewer.RIGHTS_OFFICE
    if track.person_id is not None and track.person_id == listener.person_id:
        return Viewer.UPLOADER
    return Viewer.LISTENER


@dataclass(frozen=True)
class Worldwide:
    """What the law says of a track everywhere, for those whose offer lets them hear most: where which
    verdict, why it is silent where it is, the first date at which one of the silences may end by itself,
    which owners claim it somewhere, and whose refusal waits for a person because its sender declared a
    lawful use."""

    by_verdict: dict[Verdict, TerritorySet]
    reasons: list[Reason]
    until: datetime | None
    claims: list[int]
    flagged: list[int]


def decide_worldwide(track: Track, at: datetime) -> Worldwide:
    """Ask the law for every territory at once, as it stands for everybody at that instant."""
    return decide_worldwide_many([track], at)[track.pk]


def decide_worldwide_many(tracks: Iterable[Track], at: datetime) -> dict[int, Worldwide]:
    """The same for many tracks; a constant number of queries."""
    asked, models = list(tracks), subscriptions.models_on_offer(at)
    grounds = zip(asked, grounds_of(asked), strict=True)
    return {track.pk: _worldwide(file, facts, at, models) for track, (file, facts) in grounds}


def _worldwide(
    file: law.FileFacts, facts: law.Facts, at: datetime, models: list[CommercialModel]
) -> Worldwide:
    by_verdict: dict[Verdict, TerritorySet] = {}
    reasons: dict[Reason, None] = {}
    ends, claims, flagged = [], set(), set()
    own = file.declared_as or 0  # nobody claims their own upload from themselves
    for part, decision in decisions_for_anybody(file, facts, at, Use.PLAY, models):
        by_verdict[decision.verdict] = by_verdict.get(decision.verdict, NOWHERE) | part
        claims |= rules.claimants(r for r in decision.reasons if r.recording != own)
        flagged |= rules.under_review(decision.reasons)
        if decision.verdict >= Verdict.HOLD:
            reasons |= dict.fromkeys(decision.tombstone)
            ends += [decision.valid_until] if decision.valid_until else []
    return Worldwide(by_verdict, list(reasons), min(ends, default=None), sorted(claims), sorted(flagged))


def grounds_of(tracks: list[Track]) -> list[tuple[law.FileFacts, law.Facts]]:
    """What the law needs to know of each track's file, and the facts about it."""
    sounds = {t.sound_id for t in tracks}
    heard = set(Hearing.objects.filter(sound_id__in=sounds).values_list("sound_id", flat=True))
    matches: dict[int, list[Match]] = {}
    for match in standing_matches().filter(sound_id__in=sounds):
        matches.setdefault(match.sound_id, []).append(match)
    said = said_of(t.upload_id for t in tracks if t.upload_id)
    kept = groups.kept_by_each(t.person_id for t in tracks if t.person_id)
    facts = rights.facts_for_many(
        {t.pk: _need(t, matches.get(t.sound_id, []), said.get(t.upload_id, NOTHING_SAID)) for t in tracks}
    )
    return [
        (
            file_facts(
                t,
                matches.get(t.sound_id, []),
                heard=t.sound_id in heard,
                said=said.get(t.upload_id, NOTHING_SAID),
                kept=kept.get(t.person_id or 0, frozenset()),
            ),
            facts[t.pk],
        )
        for t in tracks
    ]


class Said(NamedTuple):
    """What an upload's sender said of it and a person found: a lawful use, an attested and heard sound, and
    what recording of their own they signed it to be, also when they permit nothing of it any more. What
    another has signed and proven this very file to be goes above a word that is not proven (decision 55)."""

    lawful_use: bool = False
    attested: bool = False
    reviewed: bool = False
    own: int | None = None


NOTHING_SAID = Said()


def said_of(uploads: Iterable[uuid.UUID]) -> dict[uuid.UUID | None, Said]:
    """upload → what is said of it; a use that was denied is none."""
    declared = OwnMusic.objects.filter(upload=OuterRef("pk")).order_by("-pk").values("recording")
    anybody = Exists(OwnMusic.objects.filter(upload__sound=OuterRef("sound")))
    rows = Upload.objects.filter(pk__in=list(uploads))
    rows = rows.annotate(own=Subquery(declared[:1]), signed=anybody)
    columns = (
        "pk",
        "lawful_use",
        "denied_at",
        "attested_at",
        "reviewed_at",
        "own",
        "signed",
        "sound",
        "person",
    )
    found = list(rows.values_list(*columns))
    proven = proven_words({sound for *_, signed, sound, _ in found if signed})
    return {
        pk: Said(
            bool(use) and denied is None,
            attested is not None,
            reviewed is not None,
            _word(own, person, proven.get(sound, {})),
        )
        for pk, use, denied, attested, reviewed, own, _, sound, person in found
    }


def _word(own: int | None, person: int | None, proven: dict[int, int | None]) -> int | None:
    """What recording an upload is by word: its sender's, unless theirs is unproven and another's is not."""
    others = [recording for recording, signer in proven.items() if own is None or signer != person]
    return own if own in proven or not others else others[0]


def proven_words(sounds: set[int | None]) -> dict[int | None, dict[int, int | None]]:
    """sound → {recording it was signed to be: by whom}, of those whose word is proven, the oldest first; also
    of what they permit no more. A proof that was taken back proves nothing."""
    if not sounds:
        return {}
    signed = OwnMusic.objects.filter(upload__sound__in=sounds).order_by("pk")
    rows = list(signed.values_list("upload__sound", "recording", "person"))
    proven = rights.proven_of_members({recording for _, recording, _ in rows})
    found: dict[int | None, dict[int, int | None]] = {}
    for sound, recording, person in rows:
        if (recording, person) in proven:
            found.setdefault(sound, {})[recording] = person
    return found


def would_be_reviewed(track: Track, at: datetime) -> bool:
    """Whether a lawful use, if it were declared, would put some refusal of the track before a person."""
    ((file, facts),) = grounds_of([track])
    models = subscriptions.models_on_offer(at)
    return bool(_worldwide(replace(file, lawful_use=True), facts, at, models).flagged)


def recordings_in_question(track: Track, matches: list[Match], said: Said) -> frozenset[int]:
    """What recordings the track may be: by delivery, else by ear and by its sender's word."""
    if track.recording_id:
        return frozenset({track.recording_id})
    own = {said.own} if said.own else set()
    return frozenset({match.recording_id for match in matches} | own)


def _need(track: Track, matches: list[Match], said: Said) -> rights.Need:
    recordings = recordings_in_question(track, matches, said)
    return rights.Need(recordings=recordings, account=track.person_id, sound=track.sound_id)


def file_facts(
    track: Track, matches: list[Match], *, heard: bool, said: Said, kept: frozenset[int]
) -> law.FileFacts:
    """The track's file as the law takes it; `kept` are the communities its uploader owns or edits."""
    delivered = track.recording_id
    return law.FileFacts(
        file=FileId(track.sound_id),
        length_ms=max(1, round(track.seconds * 1000)),
        # A delivered file is its recording by delivery; nothing needs to be looked up.
        scanned=delivered is not None or heard,
        account=AccountId(track.person_id) if track.person_id else None,
        groups=frozenset(map(GroupId, kept)),
        delivered_as=RecordingId(delivered) if delivered else None,
        declared_as=RecordingId(said.own) if said.own else None,
        matches=() if delivered else tuple(lawful(match) for match in matches),
        lawful_use=said.lawful_use,
        attested=said.attested,
        reviewed=said.reviewed,
    )


def lawful(match: Match) -> law.Match:
    """A match as the law takes it."""
    return law.Match(
        id=MatchId(match.pk),
        recording=RecordingId(match.recording_id),
        segments=read_segments(match.segments),
        reference_ms=max(1, match.reference_ms),
        engine=match.engine,
        recorded_at=match.found_at,
        withdrawn_at=match.withdrawn_at,
    )
