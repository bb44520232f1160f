"""Joining the rows of a message: names of parties, resources of releases, releases of deals.

A row is handed on as soon as all it refers to is known; in a message of the usual order that is at once. A
row that comes before what it names waits, and at the end what is still unknown is its fault.
"""

from collections.abc import Iterator
from dataclasses import replace

from .faults import Place, Scope, Severity
from .message import Artist, Deal, Name, Part, Party, Release, Resource, RightsController
from .notes import Notes
from .sharing import shared

_MOST_WAITING = 50_000  # a message that refers to nothing it holds does not fill the memory


class Links:
    """What of a message is known so far, and what waits for the rest."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._parties: dict[str, Party] = {}
        self._resources: set[str] = set()
        self._releases: set[str] = set()
        self._waiting: list[Resource | Release | Deal] = []

    def party(self, party: Party) -> Iterator[Part]:
        """An entry of the party list."""
        self._parties.setdefault(party.reference, party)
        yield party

    def resource(self, resource: Resource) -> Iterator[Part]:
        """A resource takes the names of its artists and rights controllers."""
        resource = replace(resource, refused=self._twice(resource, self._resources))
        self._resources.add(resource.reference)
        yield from self._when_known(resource)

    def release(self, release: Release) -> Iterator[Part]:
        """A release takes the names of its artists and labels, and must know its resources."""
        release = replace(release, refused=self._twice(release, self._releases))
        self._releases.add(release.reference)
        yield from self._when_known(release)

    def deal(self, deal: Deal) -> Iterator[Part]:
        """A deal must know its releases."""
        yield from self._when_known(deal)

    def rest(self) -> Iterator[Part]:
        """What was waiting, with faults for what never came."""
        waiting, self._waiting = self._waiting, []
        for row in waiting:
            yield self._joined(row)

    def _twice(self, row: Resource | Release, known: set[str]) -> bool:
        if not row.reference or row.reference not in known:
            return row.refused
        self._fault("reference_twice", Severity.ERROR, row.reference, row.place)
        return True

    def _when_known(self, row: Resource | Release | Deal) -> Iterator[Part]:
        if self._knows(row) or len(self._waiting) >= _MOST_WAITING:
            yield self._joined(row)
        else:
            self._waiting.append(row)

    def _knows(self, row: Resource | Release | Deal) -> bool:
        match row:
            case Deal():
                return self._releases.issuperset(row.releases)
            case Release():
                named = {artist.party for artist in row.artists} | set(row.label_parties)
                return self._resources.issuperset(row.resources) and self._parties.keys() >= named - {""}
            case Resource():
                named = {artist.party for artist in row.artists}
                named |= {controller.party.reference for controller in row.controllers}
                return self._parties.keys() >= named - {""}

    def _joined(self, row: Resource | Release | Deal) -> Part:
        match row:
            case Deal():
                unknown = self._unknown(row.releases, self._releases, "unknown_release", row.place)
                return replace(row, refused=row.refused or unknown)
            case Release():
                unknown = self._unknown(row.resources, self._resources, "unknown_resource", row.place)
                labels = tuple(Name(self._name(each, row.place)) for each in row.label_parties)
                return replace(
                    row,
                    artists=self._named(row.artists, row.place),
                    labels=row.labels or tuple(label for label in labels if label.text),
                    refused=row.refused or unknown,
                )
            case Resource():
                controllers = tuple(self._controlled(each, row.place) for each in row.controllers)
                return replace(row, artists=self._named(row.artists, row.place), controllers=controllers)

    def _unknown(self, references: tuple[str, ...], known: set[str], word: str, place: Place) -> bool:
        missing = [each for each in references if each not in known]
        for each in missing:
            self._fault(word, Severity.ERROR, each, place)
        return bool(missing)

    def _named(self, artists: tuple[Artist, ...], place: Place) -> tuple[Artist, ...]:
        named = (
            artist._replace(
                name=artist.name or self._name(artist.party, place),
                ids=artist.ids or self._parties.get(artist.party, Party()).ids,
            )
            for artist in artists
        )
        return shared(tuple(named))

    def _controlled(self, controller: RightsController, place: Place) -> RightsController:
        reference = controller.party.reference
        self._name(reference, place)
        return replace(controller, party=self._parties.get(reference, controller.party))

    def _name(self, reference: str, place: Place) -> str:
        """The name behind a reference to the party list."""
        if reference and reference not in self._parties:
            self._fault("unknown_party", Severity.WARNING, reference, place)
        return self._parties.get(reference, Party()).name

    def _fault(self, word: str, severity: Severity, about: str, place: Place) -> None:
        self._notes.add(word, severity, Scope.ROW, about, place)
