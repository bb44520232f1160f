"""One file's answers worked out once: for each part of the world and stretch of time its facts tell apart.

The law asks of a territory only which stated sets hold it, and of an instant only which periods contain
it. So between two boundaries of the facts about a file, and among countries that the same sets contain, there
is one answer, and `decide` gives it once for each use, model and viewer asked for. Facts about other files
are left out at the start: they add neither parts nor stretches.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain

from akkord.rights.rules.answers import Decision, Query
from akkord.rights.rules.facts import (
    Block,
    Facts,
    FileFacts,
    Grant,
    Licence,
    Period,
    Policy,
    Repertoire,
    standing_facts,
)
from akkord.rights.rules.hearing import links
from akkord.rights.rules.law import decide
from akkord.rights.rules.worldwide import partition, stated
from akkord.rights.terms import CommercialModel, Scope, Use, Viewer
from akkord.rights.territories import Territory

_Key = tuple[int, int, Use, CommercialModel, Viewer]


class Prepared:
    """A file and its facts, ready to be asked often. `decide` gives what the law's own `decide` would.

    Preparing costs a pass over the facts about the file; a question two look-ups, and the first of its kind
    a decision. Keep it no longer than the facts' version stands. `boundaries` are the instants, in order, and
    `stated` the sets of territories, that tell answers apart.
    """

    def __init__(self, file: FileFacts, facts: Facts) -> None:
        self._file, self._facts = file, concerning(file, facts)
        self.boundaries = sorted(set(_boundaries(file, self._facts)))
        self.stated = tuple(dict.fromkeys(stated(self._facts)))
        # Countries no fact names share the last part, which has no entry here.
        self._part: dict[Territory, int] = {}
        for number, part in enumerate(partition(self.stated), start=1):
            if not part.excluding:
                self._part |= dict.fromkeys(part.codes, number)
        self._answers: dict[_Key, Decision] = {}

    def decide(self, query: Query) -> Decision:
        """The same as `law.decide(query, file, facts)`."""
        stretch = bisect_right(self.boundaries, query.at)
        part = self._part.get(query.territory, 0)
        key = (part, stretch, query.use, query.model, query.viewer)
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = decide(query, self._file, self._facts)
        return known


def concerning(file: FileFacts, facts: Facts) -> Facts:
    """The facts that may speak in a decision about the file; the answer is the same without the others."""
    linked = links(file, facts)
    numbers = {number for one in linked for number in facts.numbers_of(one)}
    sounds = {facts.sound(number) for number in numbers}
    heard = [facts.recording[recording] for recording in linked if recording in facts.recording]
    ownerships = [each for sound in heard for each in facts.ownerships_of.get(sound.id, ())]
    owners = dict.fromkeys(each.party for each in ownerships)

    def about(repertoire: Repertoire) -> bool:
        return any(repertoire.covers(recording) for recording in heard)

    licences: Iterator[Licence] = (each for owner in owners for each in facts.licences_of.get(owner, ()))
    policies: Iterator[Policy] = (each for owner in owners for each in facts.policies_of.get(owner, ()))
    grants: Iterator[Grant] = (each for owner in owners for each in facts.grants_of.get(owner, ()))
    scopes = [
        Scope.file(file.file),
        *([] if file.account is None else [Scope.account(file.account)]),
        *(Scope.recording(number) for number in sorted(numbers)),
        *dict.fromkeys(Scope.work(work) for sound in heard for work in sound.works),
    ]
    blocks: Iterator[Block] = (each for scope in scopes for each in facts.blocks_on.get(scope, ()))
    return replace(
        facts,
        recordings=tuple(each for each in standing_facts(facts.recordings) if each.id in numbers),
        same_sounds=tuple(
            each for each in standing_facts(facts.same_sounds) if facts.sound(each.one) in sounds
        ),
        ownerships=tuple(ownerships),
        licences=tuple(each for each in licences if about(each.repertoire)),
        policies=tuple(each for each in policies if about(each.repertoire)),
        grants=tuple(each for each in grants if about(each.repertoire)),
        free=tuple(each for sound in heard for each in facts.free_of.get(sound.id, ())),
        blocks=tuple(blocks),
    )


def _boundaries(file: FileFacts, facts: Facts) -> Iterator[datetime]:
    """Every instant at which a fact about the file begins or ceases to hold."""
    periods: Iterable[Period] = chain(
        (match.valid for match in file.matches),
        (fact.valid for fact in facts.ownerships),
        (fact.valid for fact in facts.licences),
        (fact.valid for fact in facts.policies),
        (fact.valid for fact in facts.grants),
        (fact.valid for fact in facts.free),
        (fact.valid for fact in facts.blocks),
    )
    return (bound for period in periods for bound in (period.start, period.end) if bound is not None)
