"""What was known when: the facts as this instance held them at an earlier instant (replay, P11)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from akkord.rights.rules.facts import F, Facts, FileFacts


def known_at(facts: Facts, instant: datetime) -> Facts:
    """The facts recorded up to and including the instant; those withdrawn only later stand."""
    return Facts(
        recordings=_known(facts.recordings, instant),
        ownerships=_known(facts.ownerships, instant),
        licences=_known(facts.licences, instant),
        policies=_known(facts.policies, instant),
        grants=_known(facts.grants, instant),
        free=_known(facts.free, instant),
        blocks=_known(facts.blocks, instant),
        same_sounds=_known(facts.same_sounds, instant),
        instance=facts.instance,
    )


def file_known_at(file: FileFacts, instant: datetime) -> FileFacts:
    """The file with the matches known at the instant; its flags are those of the log line being replayed."""
    return replace(file, matches=_known(file.matches, instant))


def _known(facts: Iterable[F], instant: datetime) -> tuple[F, ...]:
    return tuple(
        replace(fact, withdrawn_at=None)
        for fact in facts
        if fact.recorded_at <= instant and (fact.withdrawn_at is None or instant < fact.withdrawn_at)
    )
