"""What the lines of an order name: a recording with all its copies, a lone file, somebody else's, or nothing.

A constant number of queries for a list of any length.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from akkord.catalogue import queries as catalogue
from akkord.catalogue.queries import Acting
from akkord.music import queries as music
from akkord.rights import queries as rights
from akkord.rights.actions.standing import Reach
from akkord.rights.territories import TerritorySet

from .models import OrderRow
from .rules import Named, Names

Found = OrderRow.Found


@dataclass(frozen=True)
class Row:
    """A line of an order after the look-up."""

    named: Named
    found: Found
    recording: int | None = None
    sound: int | None = None
    tracks: int = 0
    note: str = ""
    claimant: int | None = None
    refusal: str = ""


@dataclass(frozen=True)
class Parties:
    """On whose behalf a list is filed: its own organisation, and for a body all whose mandates it holds.

    `ways` are those in which the person may act for each, `territories` where the order is to hold.
    """

    own: int
    ways: Mapping[int, list[Acting]]
    territories: TerritorySet
    coordinated: bool = False  # a body's own order: each row speaks for the owner of what it names

    def reach(self, party: int, recordings: frozenset[int] | None) -> bool:
        """Whether one of the ways to act for the party goes that far; None is whatever there is and comes."""
        asked = Reach(self.territories, recordings)
        return any(asked.within(way) for way in self.ways.get(party, ()))


def look_up(parties: Parties, named: Iterable[Named]) -> list[Row]:
    """What each line names, seen from those on whose behalf it is filed."""
    return _OfParties(parties, list(named)).rows()


def look_up_for_court(named: Iterable[Named]) -> list[Row]:
    """What each line of an act's annex names, whoever owns it: a court needs no standing."""
    return _OfCourt(list(named)).rows()


class _LookUp:
    """One list against the site: everything it names is fetched first, then each line is judged."""

    def __init__(self, asked: list[Named]) -> None:
        self.asked = asked
        numbers = {n for a in asked if (n := track_number(a)) is not None}
        self.titled = music.tracks_titled({(a.artist, a.value) for a in asked if a.how == Names.TITLE})
        tracks = music.tracks_by_numbers(numbers | {n for found in self.titled.values() for n in found})
        self.sound_of = {number: track.sound_id for number, track in tracks.items()}
        self.recordings_of = music.recordings_of_sounds(set(self.sound_of.values()))
        self.by_isrc = {
            code: r.pk
            for code, r in catalogue.recordings_by_isrcs(
                {a.value for a in asked if a.how == Names.ISRC}
            ).items()
        }
        named = {int(a.value) for a in asked if a.how == Names.RECORDING}
        heard = {r for found in self.recordings_of.values() for r in found}
        everything = heard | named | set(self.by_isrc.values())
        self.recordings = catalogue.bare_recordings(everything)
        self.owners = rights.proven_owners(everything)
        self.copies = music.track_counts_by_recording(everything)
        self.alike = music.track_counts_by_sound(set(self.sound_of.values()))

    def rows(self) -> list[Row]:
        return [self._row(named) for named in self.asked]

    def _row(self, named: Named) -> Row:
        match named.how:
            case Names.TRACK | Names.STREAM:
                number = track_number(named)
                return self._track(named, number) if number in self.sound_of else Row(named, Found.NOT_FOUND)
            case Names.ISRC:
                return self._recording(named, self.by_isrc.get(named.value))
            case Names.RECORDING:
                return self._recording(named, int(named.value))
            case Names.TITLE:
                return self._title(named)
            case _:
                return Row(named, Found.NOT_FOUND)

    def _title(self, named: Named) -> Row:
        found = [n for n in self.titled.get((named.artist, named.value), []) if n in self.sound_of]
        if not found:
            return Row(named, Found.NOT_FOUND)
        if self._sound_apart(found):
            return Row(named, Found.AMBIGUOUS, tracks=len(found))
        return self._track(named, found[0])

    def _sound_apart(self, tracks: list[int]) -> bool:
        """Whether tracks of one name are not all the same thing."""
        return len({tuple(self.recordings_of.get(self.sound_of[n], [n])) for n in tracks}) > 1

    def _track(self, named: Named, number: int | None) -> Row:
        raise NotImplementedError

    def _recording(self, named: Named, recording: int | None) -> Row:
        raise NotImplementedError

    def _known(self, recording: int) -> bool:
        """Whether somebody delivered or owns it: what a notice only listed is nobody's recording."""
        delivered = self.recordings.get(recording)
        return delivered is not None and (delivered.isrc is not None or recording in self.owners)

    def _heard_in(self, sound: int) -> list[int]:
        return [r for r in self.recordings_of.get(sound, []) if self._known(r)]

    def _note(self, recording: int) -> str:
        return str(self.recordings[recording])[:300]


class _OfParties(_LookUp):
    """A list filed by an organisation: only what is theirs is acted upon."""

    def __init__(self, parties: Parties, asked: list[Named]) -> None:
        self.parties = parties
        super().__init__(asked)

    def _track(self, named: Named, number: int | None) -> Row:
        assert number is not None
        sound = self.sound_of[number]
        heard = self._heard_in(sound)
        own = next((r for r in heard if self._claimants(r)), None)
        if own is not None:
            return self._recording(named, own)
        if heard:
            return self._recording(named, heard[0])
        alike = self.alike.get(sound, 0)
        if not self.parties.reach(self.parties.own, None):  # a mandate for some recordings is none for this
            refusal = OrderRow.Refusal.BEYOND_MANDATE.value
            return Row(named, Found.NO_STANDING, sound=sound, tracks=alike, refusal=refusal)
        return Row(named, Found.FILE, sound=sound, tracks=alike, claimant=self.parties.own)

    def _recording(self, named: Named, recording: int | None) -> Row:
        if recording is None or not self._known(recording):
            return Row(named, Found.NOT_FOUND)
        note = self._note(recording)
        claimants = self._claimants(recording)
        reached = next(
            (party for party in claimants if self.parties.reach(party, frozenset({recording}))), None
        )
        if reached is None:
            refusal = self._refusal(claimants)
            return Row(named, Found.NO_STANDING, recording=recording, note=note, refusal=refusal)
        tracks = self.copies.get(recording, 0)
        return Row(named, Found.RECORDING, recording=recording, tracks=tracks, note=note, claimant=reached)

    def _refusal(self, claimants: list[int]) -> str:
        if claimants:
            return OrderRow.Refusal.BEYOND_MANDATE.value
        if self.parties.coordinated:
            return OrderRow.Refusal.NO_MANDATE.value
        return OrderRow.Refusal.NOT_THEIRS.value

    def _claimants(self, recording: int) -> list[int]:
        """Of those on whose behalf the list is filed, who owns or delivered the recording."""
        concerned = self.owners.get(recording, set()) | {self.recordings[recording].organisation_id}
        return sorted(party for party in concerned if self.parties.ways.get(party))


class _OfCourt(_LookUp):
    """The annex of a court's act: what it names is acted upon, and a name alone names no recording."""

    def _title(self, named: Named) -> Row:
        """Only where the ear knows the recording: by its name alone a cover or a concert is the same."""
        row = super()._title(named)
        if row.found == Found.FILE:
            return Row(named, Found.AMBIGUOUS, tracks=len(self.titled[(named.artist, named.value)]))
        return row

    def _track(self, named: Named, number: int | None) -> Row:
        """The recording the file is, with all its copies; a file that holds several is named itself."""
        assert number is not None
        sound = self.sound_of[number]
        heard = self._heard_in(sound)
        if len(heard) == 1:
            return self._recording(named, heard[0])
        return Row(named, Found.FILE, sound=sound, tracks=self.alike.get(sound, 0))

    def _recording(self, named: Named, recording: int | None) -> Row:
        if recording is None or not self._known(recording):
            return Row(named, Found.NOT_FOUND)
        tracks, note = self.copies.get(recording, 0), self._note(recording)
        return Row(named, Found.RECORDING, recording=recording, tracks=tracks, note=note)


def track_number(named: Named) -> int | None:
    """The track a line names by its page or by an address of its bytes."""
    if named.how == Names.TRACK:
        return int(named.value)
    return music.track_of_stream(named.value) if named.how == Names.STREAM else None
