"""The transcoding extension: in which form a player gets a song, decided from what it says it can play."""

import json
import re
from typing import Any, cast

from akkord.music import queries
from akkord.music.streams import Opened
from akkord.sound.forms import Kind, Original, Rendition, makes
from akkord.subsonic.asking import Asked
from akkord.subsonic.capability import NotUnderstood, judged
from akkord.subsonic.errors import Code, Failed, not_found

from .sounding import opened

Tree = dict[str, Any]


def get_transcode_decision(asked: Asked) -> Tree:
    """By POST, with ClientInfo as JSON."""
    song = _song(asked)
    original = _original(song)
    try:
        said = judged(json.loads(asked.body or b""), original)
    except (ValueError, RecursionError) as bad:
        detail = str(bad) if isinstance(bad, NotUnderstood) else "it is no JSON"
        raise Failed(Code.GENERIC, f"The body has to be ClientInfo: {detail}.") from bad
    tree: Tree = {"canDirectPlay": said.direct, "canTranscode": said.rendition is not None}
    if said.reasons:
        tree["transcodeReason"] = said.reasons
    if not said.direct and said.rendition is None:
        tree["errorReason"] = "Nothing that is made here suits the player."
    tree["sourceStream"] = {
        "protocol": "http",
        "container": original.suffix,
        "codec": original.codec,
        "audioChannels": original.channels,
        "audioBitrate": song.bitrate,
        "audioSamplerate": original.rate,
    }
    if said.rendition is not None:
        tree["transcodeParams"] = f"{said.rendition.kind}-{said.rendition.kbit}"
        tree["transcodeStream"] = _details(said.rendition, original)
    return {"transcodeDecision": tree}


def _details(rendition: Rendition, original: Original) -> Tree:
    made: Tree = {
        "protocol": "http",
        "container": rendition.kind,
        "codec": rendition.codec,
        "audioChannels": 2,
        "audioSamplerate": {"ogg": 48_000, "flac": original.rate}.get(rendition.kind)
        or (48_000 if original.rate % 48_000 == 0 else 44_100),
    }
    return made | ({"audioBitrate": rendition.kbit * 1000} if rendition.kbit else {})


def get_transcode_stream(asked: Asked) -> Opened:
    song = _song(asked)
    found = re.fullmatch(r"(ogg|mp3|flac)-([0-9]{1,3})", asked.needed("transcodeParams"))
    since = min(asked.number("offset", 0), max(0, int(song.seconds) - 1))
    wanted = Rendition(cast(Kind, found[1]), int(found[2]), since) if found else None
    if wanted is None or not makes(_original(song), wanted):
        raise Failed(Code.GENERIC, "transcodeParams are those of getTranscodeDecision.")
    return opened(asked, song.number, wanted)


def _original(song: queries.Song) -> Original:
    kbit = round(song.bitrate / 1000)
    return Original(song.container, song.codec, kbit, song.seconds, song.rate, song.channels)


def _song(asked: Asked) -> queries.Song:
    if (kind := asked.needed("mediaType")) != "song":
        raise not_found(kind[:40])
    number = asked.one("track", "mediaId")
    found = queries.songs_by_numbers([number])
    if number not in found:
        raise not_found("song")
    return found[number]
