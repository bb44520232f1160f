"""Listening: a play begins when the law allows it, and is counted once."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db import transaction

from akkord.flow import clock, jobs, outbox
from akkord.music import errors, queries, rules, streams
from akkord.music.models import Play, Upload
from akkord.music.rules import Context, Listener, Quality
from akkord.music.streams import Opened
from akkord.rights import queries as rights
from akkord.rights.rules.answers import Decision
from akkord.rights.terms import Money, Use, Verdict
from akkord.sound.box import cover_name
from akkord.sound.forms import Wanted
from akkord.sound.tasks import draw_cover, make_rendition, render

MOST_WAITING = 4  # forms that are being made for one person
MOST_LATE = timedelta(days=1)  # after which a start is no longer what a program speaks of


@dataclass(frozen=True)
class Start:
    """A play that may begin: its id for counting, none for what is no play, and where its bytes are."""

    play_id: uuid.UUID | None
    url: str
    seconds: float
    mime: str = streams.MIME


def start_play(
    listener: Listener,
    track_id: int,
    use: str = Use.PLAY.value,
    context: Context = Context.PAGE,
    quality: Quality = Quality.USUAL,
) -> Start:
    """Begin to listen, where the client says it is; another form than the usual is for members, and made when
    it is asked for first.

    Raises NoSuchTrack, Silent (with why), NotReady, TooManyWaiting.
    """
    version, track = rights.facts_version(), queries.track_by_number(track_id)
    decision = queries.decide_for(listener, [track], Use(use))[track.pk]
    if not decision.audible:
        raise errors.Silent(queries.tellings(listener, {track.pk: decision}, [track])[track.pk])
    if not track.sound.rendition:
        jobs.see_to(render, [track.sound_id], f"render:{track.sound_id}")
        raise errors.NotReady
    wanted = streams.FORMS.get(quality) if listener.person_id else None
    mime = _made(listener, track.pk, Use(use), wanted).mime if wanted else streams.MIME
    play = _begin(listener, track.pk, decision, version, use, context)
    said = {"t": track.pk, "w": listener.person_id, "u": use} | ({"q": quality.value} if wanted else {})
    token = signing.dumps(said, salt=rules.STREAM_SALT, compress=True)
    return Start(play.pk, f"/stream/{token}", track.seconds, mime)


def start_voice(listener: Listener, upload_id: uuid.UUID, within: str) -> Start:
    """Begin to hear a voice note said in `within`, whose gate the caller has asked; the address asks again.

    It is a play only of what recordings are in it: of speech alone nothing is noted, so nobody is told who
    listened to whom. Raises NoSuchTrack, Silent (with why), NotReady.
    """
    number = queries.voice_track(upload_id)
    if number is None:
        raise errors.NoSuchTrack
    version, track = rights.facts_version(), queries.spoken_by_number(number)
    decision = queries.decide_for(listener, [track])[track.pk]
    if not decision.audible:
        raise errors.Silent(queries.tellings(listener, {track.pk: decision}, [track])[track.pk])
    if not track.sound.rendition:
        jobs.see_to(render, [track.sound_id], f"render:{track.sound_id}")
        raise errors.NotReady
    play = None
    if any(payee.recording is not None for payee in decision.payees):
        play = _begin(listener, track.pk, decision, version, Use.PLAY.value, Context.MESSAGE).pk
    said = {"t": track.pk, "i": within, "v": str(upload_id)}
    return Start(play, f"/stream/{signing.dumps(said, salt=rules.STREAM_SALT, compress=True)}", track.seconds)


def _made(listener: Listener, track_id: int, use: Use, wanted: Wanted) -> Opened:
    """The form that is wanted. Raises NotReady while it is being made, TooManyWaiting."""
    try:
        return streams.open_track(track_id, listener, use, wanted=wanted)
    except errors.NotMade as unmade:
        ask_for(listener.person_id or 0, unmade)
        raise errors.NotReady from unmade
    except (streams.NoSuchStream, streams.Refused) as gone:  # decided otherwise a moment later
        raise errors.NoSuchTrack from gone


def ask_for(person_id: int, wanted: errors.NotMade) -> None:
    """Have the form made that somebody waits for; to ask again while it is waited for is to ask once. Raises
    TooManyWaiting: each second of a song is a form of its own, and workers are everybody's."""
    form, theirs = wanted.rendition, f"rendition:{person_id}:"
    key = theirs + form.name(str(wanted.sound_id))
    going = jobs.unfinished(theirs)
    if key in going:
        return
    if len(going) >= MOST_WAITING:
        raise errors.TooManyWaiting
    jobs.put(make_rendition, [wanted.sound_id, form.kind, form.kbit, form.since], {}, dedupe=key)


def ask_for_cover(sha256: str, side: int) -> None:
    """Have a cover drawn in a size."""
    jobs.see_to(draw_cover, [sha256, side], f"cover:{cover_name(sha256, side)}")


def note_start(person_id: int, opened: Opened, seconds: float, context: Context) -> None:
    """A program has asked for the beginning of a track: a play begins, unless it asks for the same again.

    Players fetch a beginning more than once, so until it is counted or could have ended, a start is one.
    """
    since = clock.now() - timedelta(seconds=max(seconds, 1.0))
    if not queries.going(person_id, opened.track, since):
        _begin(opened.listener, opened.track, opened.decision, opened.version, opened.use.value, context)


def count_last(person_id: int, listener: Listener, track_id: int) -> bool:
    """A program says that a track was listened to: its last start is counted, by the rule for all plays.

    Without a start that was decided nothing is counted, and saying it again changes nothing.
    """
    since = clock.now() - MOST_LATE
    begun = Play.objects.filter(person_id=person_id, track_id=track_id, started_at__gt=since)
    last = begun.filter(counted_at=None).order_by("-started_at").first()
    return last is not None and count_play(listener, last.pk, (clock.now() - last.started_at).total_seconds())


def _begin(
    listener: Listener, track_id: int, decision: Decision, version: int, use: str, context: Context
) -> Play:
    disputed = queries.disputed_in(track_id)
    return Play.objects.create(
        track_id=track_id,
        person_id=listener.person_id,
        territory=listener.territory,
        use=use,
        offer=listener.standing.offer,
        model=listener.standing.model.value,
        sold_in=listener.standing.sold_in or listener.territory,
        context=context.value,
        verdict=decision.verdict.name,
        facts_version=version,
        payees=payees_of(decision, disputed),
        held_for=disputed,
        started_at=clock.now(),
    )


def payees_of(decision: Decision, disputed: list[int]) -> list[dict[str, object]]:
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
    with transaction.atomic():
        first = Play.objects.filter(pk=play.pk, counted_at=None).update(counted_at=clock.now())
        if first and not play.track.spoken and queries.telling_for(play.person_id):
            outbox.announce("play_counted", play=str(play.pk))
    return True
