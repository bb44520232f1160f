"""What a player says it can play (ClientInfo of the transcoding extension), held against one file.

Pure: the answer is whether the file does as it is, why not, and which rendition does instead. Bitrates are in
bits a second, as the extension has them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from akkord.sound.forms import FLAC_SECONDS, Kind, Original, Rendition, step

_CONTAINERS: Mapping[str, frozenset[str]] = {
    "mp3": frozenset({"mp3", "mpeg"}), "flac": frozenset({"flac"}), "ogg": frozenset({"ogg", "oga", "opus"}),
    "wav": frozenset({"wav", "wave"}), "aac": frozenset({"aac", "adts"}),
    "mov": frozenset({"mp4", "m4a", "m4b", "mov", "3gp"}),
}  # fmt: skip
_TARGETS: Mapping[tuple[str, str], Kind] = {
    ("ogg", "opus"): "ogg", ("oga", "opus"): "ogg", ("opus", "opus"): "ogg", ("mp3", "mp3"): "mp3",
    ("flac", "flac"): "flac",
}  # fmt: skip
_BY_NAME = {
    "audioChannels": "channels", "audioBitrate": "bitrate", "audioSamplerate": "rate",
}  # fmt: skip


class NotUnderstood(ValueError):
    """What a player says of itself is not as the extension has it."""


@dataclass(frozen=True)
class Judged:
    """`rendition` is None where nothing that is made here suits the player."""

    direct: bool
    reasons: list[str] = field(default_factory=list)
    rendition: Rendition | None = None


def judged(client: Any, original: Original) -> Judged:
    """Raises NotUnderstood."""
    if not isinstance(client, dict):
        raise NotUnderstood("ClientInfo is an object")
    reasons = list(_why_not(client, original))
    return Judged(not reasons, reasons, next(_renditions(client, original), None))


def _why_not(client: Mapping[str, Any], original: Original) -> Iterator[str]:
    """Why the file does not do as it is; nothing where it does."""
    profiles = _rows(client, "directPlayProfiles")
    if not any(_plays(profile, original) for profile in profiles):
        yield "No directPlayProfile takes this container and codec"
    most = _number(client, "maxAudioBitrate")
    if most and original.kbit * 1000 > most:
        yield "audioBitrate is above maxAudioBitrate"
    figures = {"bitrate": original.kbit * 1000, "channels": original.channels, "rate": original.rate}
    for name in _broken(client, original.codec, figures):
        yield f"{name} is not supported for this codec"


def _plays(profile: Mapping[str, Any], original: Original) -> bool:
    containers, codecs = _words(profile, "containers"), _words(profile, "audioCodecs")
    protocols, channels = _words(profile, "protocols"), _number(profile, "maxAudioChannels")
    return (
        (not protocols or "http" in protocols)
        and (not containers or bool(_CONTAINERS.get(original.container, frozenset()) & containers))
        and (not codecs or original.codec in codecs or original.codec.partition("_")[0] in codecs)
        and (not channels or original.channels <= channels)
    )


def _renditions(client: Mapping[str, Any], original: Original) -> Iterator[Rendition]:
    """Those the player takes, in its order."""
    for profile in _rows(client, "transcodingProfiles"):
        named = str(profile.get("container", "")).lower(), str(profile.get("audioCodec", "")).lower()
        kind, protocol = _TARGETS.get(named), str(profile.get("protocol", "http")).lower()
        if kind is None or protocol != "http" or _number(profile, "maxAudioChannels", 2) < 2:
            continue
        most = _number(client, "maxTranscodingAudioBitrate") or _number(client, "maxAudioBitrate")
        if kind == "flac" and (most or original.seconds > FLAC_SECONDS):
            continue
        made = Rendition(kind, step(kind, most // 1000, original))
        figures = {"bitrate": made.kbit * 1000, "channels": 2, "rate": 48_000 if kind == "ogg" else 44_100}
        if not _broken(client, made.codec, figures):
            yield made


def _broken(client: Mapping[str, Any], codec: str, figures: Mapping[str, int]) -> list[str]:
    """Limits of a codec's profile that the figures break; what is not known breaks none."""
    broken = []
    for profile in _rows(client, "codecProfiles"):
        if str(profile.get("name", "")).lower() != codec:
            continue
        for limit in _rows(profile, "limitations"):
            name = str(limit.get("name", ""))
            figure = figures.get(_BY_NAME.get(name, ""), 0)
            if figure and not _keeps(figure, str(limit.get("comparison")), limit.get("values")):
                broken.append(name)
    return broken


def _keeps(figure: int, comparison: str, values: Any) -> bool:
    if not isinstance(values, list):
        raise NotUnderstood("values is a list")
    try:
        numbers = [int(value) for value in values]
    except (TypeError, ValueError, OverflowError) as bad:  # JSON of Python knows Infinity
        raise NotUnderstood("values are numbers") from bad
    if not numbers:
        return True
    match comparison:
        case "Equals":
            return figure in numbers
        case "NotEquals":
            return figure not in numbers
        case "LessThanEqual":
            return figure <= numbers[0]
        case "GreaterThanEqual":
            return figure >= numbers[0]
    raise NotUnderstood("comparison is Equals, NotEquals, LessThanEqual or GreaterThanEqual")


def _rows(said: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows = said.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotUnderstood(f"{name} is a list of objects")
    return rows


def _words(said: Mapping[str, Any], name: str) -> frozenset[str]:
    words = said.get(name) or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise NotUnderstood(f"{name} is a list of words")
    return frozenset(word.lower() for word in words)


def _number(said: Mapping[str, Any], name: str, otherwise: int = 0) -> int:
    """A number that is said; 0 and none are no limit."""
    number = said.get(name)
    if number is None:
        return otherwise
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise NotUnderstood(f"{name} is a whole number")
    return number or otherwise
