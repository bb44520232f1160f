"""Open streams: what a token stands for, and whether its listener may still hear it.

Answers are remembered for as long as no fact changed and no consulted boundary passed, so that a
listener's many ranges cost one look at the facts' version each.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.core import signing

from akkord.flow import clock
from akkord.rights import queries as rights
from akkord.rights.rules.answers import Decision
from akkord.rights.terms import CommercialModel, Use
from akkord.sound import box
from akkord.sound.forms import RAW, Original, Rendition, Wanted, chosen
from akkord.store.files import files
from akkord.store.made import renditions
from akkord.store.sources import Source

from . import queries
from .errors import NoSuchTrack, NotMade, NotReady
from .models import Track
from .rules import STREAM_SALT, Listener, Quality

TOKEN_SECONDS = 12 * 3600
MOST_REMEMBERED = 20_000
MIME = "audio/webm"  # of what pages play


# In which form a page gets what it asks for; where nothing stands, in the pages' own.
FORMS = {
    Quality.LOW: Wanted("webm", 64),
    Quality.MIDDLE: Wanted("webm", 96),
    Quality.HIGH: Wanted("webm", 160),
    Quality.ORIGINAL: Wanted(RAW),
}


class NoSuchStream(LookupError):
    """The address is not ours, has expired, or its track is gone."""


class Refused(Exception):
    """`decide` says no, for this listener, here and now."""

    code = "silent"


@dataclass(frozen=True)
class Opened:
    """A stream that may be sent: its bytes, and whom it was decided for."""

    source: Source
    size: int
    etag: str
    mime: str
    suffix: str
    track: int
    listener: Listener
    use: Use
    office: int | None  # the organisation as whose rights office they hear
    version: int
    good_until: datetime | None
    decision: Decision
    # Of a voice note: whether its listener is still in its conversation; asked besides the law, as often.
    within: Callable[[], bool] | None = None


@dataclass(frozen=True)
class _Answer:
    audible: bool
    sound_id: int
    rendition: str
    rendition_size: int
    sha256: str  # of the file as it was sent in
    size: int
    original: Original
    decision: Decision
    version: int

    @property
    def good_until(self) -> datetime | None:
        return self.decision.valid_until


_remembered: OrderedDict[tuple[int, str, int | None, CommercialModel, Use, bool], _Answer] = OrderedDict()
# (person, where it is said, upload) → whether they may hear the voice note there: the dialogs' own gate.
Hears = Callable[[int | None, str, str], bool]
_lock = Lock()


def nobody(_person: int | None, _within: str, _upload: str) -> bool:
    """Of a door that has no conversations."""
    return False


def open_stream(token: str, network: Listener, hears: Hears = nobody) -> Opened:
    """Decide for whoever asks now: the territory is the network's, the person the session's; of a voice note
    `hears` is asked, too.

    A token does not carry its maker's rights: what only its uploader may hear needs their session, and
    what only a rights office may hear the session of somebody who acts for it at that moment.
    Raises NoSuchStream, Refused.
    """
    try:
        said = signing.loads(token, salt=STREAM_SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature as bad:
        raise NoSuchStream from bad
    try:
        if "v" in said:
            return open_voice(said["t"], network, lambda: hears(network.person_id, said["i"], said["v"]))
        wanted = FORMS.get(Quality.read(said.get("q")))
        return open_track(said["t"], network, Use(said["u"]), said.get("o"), wanted)
    except (NotReady, NotMade) as later:  # it is gone: a new start has it made
        raise Refused from later


def open_track(
    track: int,
    network: Listener,
    use: Use = Use.PLAY,
    office: int | None = None,
    wanted: Wanted | Rendition | None = None,
) -> Opened:
    """The same for a door that knows who asks by other means than a token; `wanted`: in which form, the
    pages' own if in none.

    Raises NoSuchStream, Refused, and where the listener may hear it and it has yet to be made NotReady, or
    NotMade for another form.
    """
    answer = _decided(track, network, use, office)
    if not answer.audible:
        raise Refused
    file = _pages_file(answer) if wanted is None else _wanted_file(answer, wanted)
    return _opened(file, track, network, use, answer, office)


def open_voice(
    track: int,
    network: Listener,
    within: Callable[[], bool],
    use: Use = Use.PLAY,
    wanted: Wanted | None = None,
) -> Opened:
    """A voice note, for whoever is in its conversation. Raises as open_track."""
    if not within():
        raise NoSuchStream
    answer = _decided(track, network, use, None, spoken=True)
    if not answer.audible:
        raise Refused
    file = _pages_file(answer) if wanted is None else _wanted_file(answer, wanted)
    return _opened(file, track, network, use, answer, within=within)


def _opened(
    file: "_File",
    track: int,
    network: Listener,
    use: Use,
    answer: _Answer,
    office: int | None = None,
    within: Callable[[], bool] | None = None,
) -> Opened:
    ends = [moment for moment in (answer.good_until, network.standing.until) if moment is not None]
    until, decision = min(ends, default=None), answer.decision
    return Opened(*file, track, network, use, office, answer.version, until, decision, within)


_File = tuple[Source, int, str, str, str]  # its bytes, their number, ETag, MIME type and ending


def _pages_file(answer: _Answer) -> _File:
    if not answer.rendition:
        raise NotReady
    return _kept(answer.rendition), answer.rendition_size, answer.rendition, MIME, "webm"


def _wanted_file(answer: _Answer, wanted: Wanted | Rendition) -> _File:
    """The file that was sent in where that is what is wanted, else a rendition. Raises NotMade."""
    form = wanted if isinstance(wanted, Rendition) else chosen(answer.original, wanted)
    if form is None:
        original = answer.original
        return _kept(answer.sha256), answer.size, answer.sha256, original.mime, original.suffix
    name = form.name(answer.sha256)
    if (found := renditions().sized(name)) is None:
        raise NotMade(answer.sound_id, form)
    _, size = found
    return Source("made", name), size, f"{name}-{size}", form.mime, form.suffix


def _kept(sha256: str) -> Source:
    if not files().has(sha256):
        raise NoSuchStream
    return Source("kept", sha256)


def still_allowed(opened: Opened) -> bool:
    """Whether what is being sent may go on."""
    if opened.within is not None and not opened.within():
        return False
    late = opened.good_until is not None and clock.now() >= opened.good_until
    if opened.office is None and not late and rights.facts_version() == opened.version:
        return True
    who = opened.listener
    spoken = opened.within is not None
    return may_hear(opened.track, who.person_id, who.territory, opened.use, opened.office, spoken=spoken)


def may_hear(
    track: int, person: int | None, territory: str, use: Use, office: int | None, *, spoken: bool = False
) -> bool:
    """Whether somebody may hear a track at this moment, under the offer they have now."""
    try:
        return _decided(track, queries.listener(person, territory), use, office, spoken=spoken).audible
    except NoSuchStream:
        return False


def _decided(
    track_id: int, listener: Listener, use: Use, office: int | None, *, spoken: bool = False
) -> _Answer:
    version, moment = rights.facts_version(), clock.now()
    if office is not None:  # who acts for whom is no fact, and is asked every time
        return _ask(track_id, listener, use, version, moment, office)
    key = (track_id, listener.territory, listener.person_id, listener.standing.model, use, spoken)
    with _lock:
        known = _remembered.get(key)
    if known and known.version == version and (known.good_until is None or moment < known.good_until):
        return known
    answer = _ask(track_id, listener, use, version, moment, spoken=spoken)
    if not answer.rendition:  # its rendition is still being made, which changes no fact
        return answer
    with _lock:
        _remembered[key] = answer
        _remembered.move_to_end(key)
        while len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return answer


def _ask(
    track_id: int,
    listener: Listener,
    use: Use,
    version: int,
    moment: datetime,
    office: int | None = None,
    *,
    spoken: bool = False,
) -> _Answer:
    find = queries.spoken_by_number if spoken else queries.track_by_number
    try:
        track: Track = find(track_id)
    except NoSuchTrack as gone:
        raise NoSuchStream from gone
    if office is not None:
        listener = queries.as_office(listener, office, queries.recordings_in(track), moment)
    decision = queries.decide_for(listener, [track], use, moment)[track.pk]
    audible = decision.audible and (office is None or listener.office)
    sound = track.sound
    return _Answer(
        audible,
        sound.pk,
        sound.rendition,
        sound.rendition_size,
        sound.sha256,
        sound.size,
        box.original_of(sound),
        decision,
        version,
    )
