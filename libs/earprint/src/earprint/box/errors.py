"""Why a file was not taken, and what can be wrong with the box itself."""

from __future__ import annotations

REASONS = {
    "empty": "The file is empty.",
    "not_audio": "The file is not a sound file of a kind that is accepted.",
    "forbidden_format": "The file holds sound in a form that is not accepted.",
    "too_many_sounds": "The file holds a video or more than one sound; exactly one sound is accepted.",
    "truncated": "The file breaks off before any sound can be decoded.",
    "too_short": "The file holds less than one second of sound.",
    "too_long": "The file holds more than twelve hours of sound.",
    "tag_bomb": "The tags of the file claim a size no real tag has.",
    "decoder_error": "Most of the file does not decode.",
    "cpu": "Decoding the file takes more computing time than its length allows.",
    "memory": "Decoding the file takes more memory than is allowed.",
    "wall": "Decoding the file took too long.",
}


class Refused(Exception):
    """The file is refused: `reason` is a short code (see REASONS), `detail` a sentence for the person."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail or REASONS.get(reason, reason)
        super().__init__(f"{reason}: {self.detail}")


class NotProven(Exception):
    """The box could not show that it holds; no file is opened in it."""


class BoxFailed(Exception):
    """The box itself broke (its process died twice over one request); says nothing about the file."""
