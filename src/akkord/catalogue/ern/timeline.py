"""Which licences hold when: what follows from all messages about a release, in whatever order they came.

MessageCreatedDateTime decides (rights.md 3.2): a newer message replaces an older one about the same release
whole, and what it no longer says has ended. So each licence has two times: its own validity, which the deal
states, and the time in which it was the label's word, from its message to the next one. A purge ends the word
without a new one. Test messages, refused ones and deals for other services say nothing here. A release that
omits its resources (ERN 3 asks to say why) is about those the message before it named.

Two messages are about the same release when a sender and an identifier of their main releases agree; the
tracks of an album belong to the album's message, though other albums may hold the same recordings.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from .identifiers import Identifier
from .message import Deal, Header, Message, Moment, Release, Term, Validity
from .territories import EVERYWHERE, Territories
from .validity import earlier_end, holds, is_empty, until_start_of

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Licence:
    """What a deal permits for a release, and when that was the label's word: [known_from, known_until)."""

    release: tuple[Identifier, ...]
    recordings: tuple[Identifier, ...]
    territories: Territories
    uses: tuple[Term, ...]
    models: tuple[Term, ...]
    validity: Validity
    known_from: datetime
    known_until: datetime | None
    deal: Deal
    message: str = ""  # the file that said it

    def holds(self, at: datetime, territory: str, zones: Sequence[tzinfo]) -> bool:
        """Whether it licenses at that instant in that territory, whose clocks are these."""
        known = self.known_from <= at and (self.known_until is None or at < self.known_until)
        return known and territory in self.territories and holds(self.validity, at, zones)


@dataclass(frozen=True, slots=True)
class _Word:
    """One message as far as the timeline needs it: when, whose, about which releases, what it grants."""

    header: Header
    message: Message
    about: frozenset[Key]

    @property
    def order(self) -> tuple[datetime, bool, str]:
        """Equal instants are told apart by the message's id, so that the order of arrival matters to those
        alone that have neither. Of a message and a purge of the same instant the purge has the last word.
        """
        return self.header.created, self.is_purge, self.header.message_id

    @property
    def is_purge(self) -> bool:
        """Whether it takes releases back and gives nothing."""
        return self.message.version is not None and self.message.version.kind == "Purge"


class _Words:
    """All messages in order, found by what they are about."""

    def __init__(self, said: Sequence[_Word]) -> None:
        self._said = said
        self._news: dict[Key, list[int]] = defaultdict(list)
        self._purges: dict[Key, list[int]] = defaultdict(list)
        for number, word in enumerate(said):
            for key in word.about:
                (self._purges if word.is_purge else self._news)[key].append(number)

    def next_after(self, number: int, own: frozenset[Key]) -> datetime | None:
        """When a later message is about the same main release, or a purge about that or the release."""
        about = self._said[number].about
        found = [_after(self._news[key], number) for key in about if key in self._news]
        found += [_after(self._purges[key], number) for key in about | own if key in self._purges]
        later = min((each for each in found if each is not None), default=None)
        return None if later is None else self._said[later].header.created

    def held_before(self, number: int, own: frozenset[Key]) -> tuple[Identifier, ...]:
        """The sounds of a release as the latest earlier message named them; none after a purge."""
        about = self._said[number].about
        for word in reversed(self._said[:number]):
            if word.is_purge and word.about & (about | own):
                break
            if word.is_purge or not word.about & about:
                continue
            for release in word.message.releases:
                same = own & frozenset(_keys(_senders(word.header), release.ids, release.reference))
                if same and (held := _recordings(word.message, release)):
                    return held
        return ()


def _after(numbers: Sequence[int], number: int) -> int | None:
    place = bisect_right(numbers, number)
    return numbers[place] if place < len(numbers) else None


def timeline(messages: Iterable[Message], our_dpid: str = "") -> list[Licence]:
    """Every licence the messages ever gave us, in the order they were given.

    `our_dpid` is the service deals must be for; without one it is the recipient each message names.
    """
    said = sorted(filter(None, (_word(message) for message in messages)), key=lambda word: word.order)
    words = _Words(said)
    return [
        licence
        for number, word in enumerate(said)
        if not word.is_purge
        for licence in _licences(number, word, words, our_dpid)
    ]


def _word(message: Message) -> _Word | None:
    """What the message says here; nothing when it is refused or a test."""
    header = message.header
    if message.refused or header is None or header.test:
        return None
    senders = _senders(header)
    if message.version is not None and message.version.kind == "Purge":
        keys = [key for purge in message.purges for key in _keys(senders, purge.ids, "")]
    else:
        main = [release for release in message.releases if release.kind == "main"] or list(message.releases)
        keys = [key for release in main for key in _keys(senders, release.ids, release.reference)]
    return _Word(header, message, frozenset(keys))


def is_about(message: Message) -> tuple[frozenset[Key], frozenset[Key]]:
    """The keys a later message about the same main releases shares with it, and those of its other releases,
    which only a purge asks for. Both empty when the message says nothing here.
    """
    word = _word(message)
    if word is None:
        return frozenset(), frozenset()
    senders = _senders(word.header)
    own = {key for each in message.releases for key in _keys(senders, each.ids, each.reference)}
    return word.about, frozenset(own) - word.about


def _senders(header: Header) -> frozenset[str]:
    """Whose catalogue it is: of the sender, and of whom it was sent for, which not all messages repeat."""
    parties = (header.sender, header.on_behalf_of)
    ids = {each.canonical for party in parties for each in party.ids}
    return frozenset(ids or {party.name for party in parties})


def _keys(senders: frozenset[str], ids: Sequence[Identifier], reference: str) -> Iterator[Key]:
    """What a release is known by; one without any identifier by its reference, which senders repeat."""
    for sender in senders:
        yield from ((sender, *each.key) for each in ids)
        if not ids and reference:
            yield sender, "reference", reference


def _licences(number: int, word: _Word, words: _Words, our_dpid: str) -> Iterator[Licence]:
    """What one message grants, each release until a later word about it."""
    dpid = our_dpid or next(iter(word.header.recipient.dpids), "")
    deals = [deal for deal in word.message.deals if deal.is_for(dpid)]
    for release in word.message.releases:
        if release.refused:
            continue
        own = frozenset(_keys(_senders(word.header), release.ids, release.reference))
        until = words.next_after(number, own)
        if until is not None and until <= word.header.created:
            continue
        held = _recordings(word.message, release)
        if release.omits_resources and not release.resources:
            held = words.held_before(number, own)
        mine = [deal for deal in deals if release.reference in deal.releases]
        ends = [deal for deal in mine if deal.ends_rights]
        for deal in mine:
            if not deal.refused and not deal.ends_rights:
                yield from _granted(word, release, held, deal, ends, until)


def _granted(
    word: _Word,
    release: Release,
    held: tuple[Identifier, ...],
    deal: Deal,
    ends: Sequence[Deal],
    until: datetime | None,
) -> Iterator[Licence]:
    """One licence for each validity and each part of the territory that ends differently."""
    for validity in deal.validities:
        for territories, last in _cut(deal.territories, ends):
            cut = Validity(validity.start, earlier_end(validity.end, last))
            if not is_empty(cut):
                yield Licence(
                    release=release.ids,
                    recordings=held,
                    territories=territories,
                    uses=deal.uses,
                    models=deal.models,
                    validity=cut,
                    known_from=word.header.created,
                    known_until=until,
                    deal=deal,
                    message=word.message.file,
                )


def _cut(territories: Territories, ends: Sequence[Deal]) -> list[tuple[Territories, Moment | None]]:
    """The territory in parts, each with when a take-down ends it; what is taken down at once is left out.

    A take-down takes every use: ERN 3 lets it name some, and fewer rights are the safe reading. One that
    could not be read takes everything.
    """
    parts: list[tuple[Territories, Moment | None]] = [(territories, None)]
    for end in ends:
        taken = EVERYWHERE if end.refused or end.all_cancelled else end.territories
        starts = [validity.start for validity in end.validities]
        last = None if end.refused or None in starts else _first(starts)
        parts = [piece for part in parts for piece in _split(part, taken, last)]
    return parts


def _first(starts: Sequence[Moment | None]) -> Moment | None:
    last: Moment | None = None
    for start in starts:
        last = earlier_end(last, until_start_of(start)) if start is not None else last
    return last


def _split(
    part: tuple[Territories, Moment | None], taken: Territories, last: Moment | None
) -> Iterator[tuple[Territories, Moment | None]]:
    territories, end = part
    if untouched := territories - taken:
        yield untouched, end
    touched = territories & taken
    if touched and last is not None:
        yield touched, earlier_end(end, last)


def _recordings(message: Message, release: Release) -> tuple[Identifier, ...]:
    """The identifiers of the sounds the release holds."""
    held = {resource.reference: resource for resource in message.recordings if not resource.refused}
    return tuple(
        identifier
        for reference in release.resources
        if (resource := held.get(reference)) is not None and not resource.supplemental
        for identifier in resource.ids
    )


def licences_at(
    licences: Iterable[Licence], at: datetime, territory: str, zones: Sequence[tzinfo]
) -> list[Licence]:
    """Those that license at the instant in the territory."""
    return [licence for licence in licences if licence.holds(at, territory, zones)]
