"""Where recordings may be heard: the law asked for the whole world, for many recordings at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from akkord.catalogue.models import Recording
from akkord.flow import clock
from akkord.rights import queries as rights
from akkord.rights.rules import decisions_for_anybody
from akkord.rights.rules import facts as law
from akkord.rights.terms import FileId, RecordingId, Use, Verdict
from akkord.rights.territories import NOWHERE, TerritorySet
from akkord.subscriptions import queries as subscriptions
from akkord.words.places import place_names

from .words import VERDICTS

NO_SOUND = 0  # the file of a recording whose sound has not come: no block can name it


@dataclass(frozen=True)
class Reach:
    """One verdict and where it holds, in words."""

    verdict: str
    said: str
    places: str


def reach_of(recordings: Iterable[Recording]) -> dict[int, list[Reach]]:
    """recording → verdicts for its delivered sound, for those whose offer lets them hear most, most
    permissive first; a constant number of queries."""
    asked = list(recordings)
    needs = {r.pk: rights.Need(recordings=frozenset({r.pk}), sound=r.sound_id) for r in asked}
    facts, at = rights.facts_for_many(needs), clock.now()
    found, models = {}, subscriptions.models_on_offer(at)
    for recording in asked:
        by_verdict: dict[Verdict, TerritorySet] = {}
        known = _file(recording), facts[recording.pk]
        for part, decision in decisions_for_anybody(*known, at, Use.PLAY, models):
            by_verdict[decision.verdict] = by_verdict.get(decision.verdict, NOWHERE) | part
        found[recording.pk] = [
            Reach(verdict.name, str(VERDICTS[verdict.name]), place_names(str(where)))
            for verdict, where in sorted(by_verdict.items())
            if where
        ]
    return found


def _file(recording: Recording) -> law.FileFacts:
    seconds = recording.sound.seconds if recording.sound else None
    return law.FileFacts(
        file=FileId(recording.sound_id or NO_SOUND),
        length_ms=max(1, round((seconds or 1) * 1000)),
        scanned=True,
        delivered_as=RecordingId(recording.pk),
    )
