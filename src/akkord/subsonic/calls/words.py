"""The words of songs: plain for older players, line by line and word by word for newer ones (songLyrics)."""

from typing import Any

from akkord.music import errors, queries
from akkord.subsonic.asking import Asked
from akkord.subsonic.errors import not_found
from akkord.words.lyrics import Line, Lyrics

Tree = dict[str, Any]


def get_lyrics(asked: Asked) -> Tree:
    """Of the first song of this name that has some; empty where there is none."""
    artist, title = asked.text("artist").strip(), asked.text("title").strip()
    found = queries.lyrics_named(asked.listener, artist, title) if artist or title else None
    if found is None:
        return {"lyrics": {"value": ""}}
    track, lyrics = found
    return {"lyrics": {"artist": track.artist, "title": track.title, "value": lyrics.plain}}


def get_lyrics_by_song_id(asked: Asked) -> Tree:
    try:
        track = queries.track_by_number(asked.one("track"))
    except errors.NoSuchTrack as gone:
        raise not_found("song") from gone
    lyrics = queries.lyrics_of(asked.listener, track)
    if lyrics is None:
        return {"lyricsList": {}}
    return {"lyricsList": {"structuredLyrics": [_structured(track, lyrics, asked.yes("enhanced", False))]}}


def _structured(track: queries.Track, lyrics: Lyrics, enhanced: bool) -> Tree:
    said: Tree = {
        "lang": lyrics.language,
        "synced": lyrics.synced,
        "displayArtist": track.artist,
        "displayTitle": track.title,
        "offset": lyrics.offset,
        "line": [_line(line) for line in lyrics.lines],
    }
    if not enhanced:
        return said
    said["kind"] = "main"
    if lyrics.synced and (cued := [_cued(i, line) for i, line in enumerate(lyrics.lines) if line.cues]):
        said["cueLine"] = cued
    return said


def _line(line: Line) -> Tree:
    return {"value": line.text} if line.start is None else {"start": line.start, "value": line.text}


def _cued(index: int, line: Line) -> Tree:
    cues = line.cues
    said: Tree = {"index": index, "start": cues[0].start, "value": line.text, "cue": []}
    if (end := cues[-1].end) is not None:
        said["end"] = end
    for cue in cues:
        shape: Tree = {"start": cue.start, "byteStart": cue.first, "byteEnd": cue.last, "value": cue.text}
        said["cue"].append(shape if cue.end is None else shape | {"end": cue.end})
    return said
