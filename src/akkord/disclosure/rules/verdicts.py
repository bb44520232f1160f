"""What the database of statements said of each statement of a batch.

It takes a batch whole (201) or not at all (422). Then it names either the puids it has already, or the
statements that are not filled in as it wants, by their place ("statement_3").
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

CREATED = frozenset({200, 201})
UNPROCESSABLE = 422


class Verdict(StrEnum):
    """Of one statement of a batch."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    AGAIN = "again"  # nothing is wrong with it: others kept the batch from being taken


def verdicts(status: int, answer: Any, puids: Sequence[str]) -> list[tuple[Verdict, str]] | None:
    """One verdict for each of `puids`, with what was said; None when the answer says nothing about them."""
    if status in CREATED:
        return [(Verdict.ACCEPTED, "")] * len(puids)
    if status != UNPROCESSABLE or not isinstance(answer, Mapping):
        return None
    errors = answer.get("errors")
    errors = errors if isinstance(errors, Mapping) else {}
    known = set(_words(errors.get("existing_puids")))
    told = [_verdict(place, puid, known, errors) for place, puid in enumerate(puids)]
    if len(puids) == 1 and told[0][0] == Verdict.AGAIN:
        return [_alone(errors, answer)]
    if all(verdict == Verdict.AGAIN for verdict, _ in told):
        return None  # who is meant is not said: it would be refused for ever in the same way
    return told


def _verdict(place: int, puid: str, known: set[str], errors: Mapping[str, Any]) -> tuple[Verdict, str]:
    if puid in known:
        return Verdict.ACCEPTED, ""
    if wrong := errors.get(f"statement_{place}"):
        return Verdict.REFUSED, "; ".join(_words(wrong))
    return Verdict.AGAIN, ""


def _alone(errors: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[Verdict, str]:
    """A statement sent alone: when its puid is all that is wrong, they have it already."""
    if set(errors) == {"puid"}:
        return Verdict.ACCEPTED, ""
    return Verdict.REFUSED, "; ".join(_words(errors)) or str(answer.get("message", ""))


def _words(said: Any) -> Iterator[str]:
    """Every text in an answer, however it is nested."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _words(value)
    elif isinstance(said, list):
        for value in said:
            yield from _words(value)
