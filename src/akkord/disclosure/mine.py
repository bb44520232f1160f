"""What is restricted of one person's: every block and restraint in force, where, by whom, with its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from akkord.documents import queries as documents
from akkord.flow import clock
from akkord.music import queries as music
from akkord.people import queries as people
from akkord.photos import queries as photos
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind
from akkord.wall import queries as wall


@dataclass(frozen=True)
class Restricted:
    """One restriction of something of the person's."""

    kind: str  # post | comment | photo | file | account
    href: str  # where the thing is, for its owner
    territory: str  # canonical: "Worldwide", "DE"
    authority: str  # who demanded it, as far as that may be told; "" for the site itself
    law: str  # the provision it names; of a restraint its kind
    since: datetime
    until: datetime | None
    entry: int | None  # number of its line in the log, once it has one


_HREFS = {
    ScopeKind.POST: "/wall{}",
    ScopeKind.COMMENT: "/comment{}/likes",
    ScopeKind.PHOTO: "/photo{}",
    ScopeKind.MOMENT: "/moment{}",
    ScopeKind.DOCUMENT: "/my/decisions",
    ScopeKind.FILE: "/audio/uploads/mine",
    ScopeKind.ACCOUNT: "/audio/uploads/mine",
}


def restrictions_on(person_id: int) -> list[Restricted]:
    """All that stands against what is the person's, the latest first; a query for each kind of thing."""
    theirs = {
        ScopeKind.POST: wall.posts_of(person_id),
        ScopeKind.COMMENT: wall.comments_by(person_id),
        ScopeKind.MOMENT: wall.moments_by(person_id),
        ScopeKind.PHOTO: photos.numbers_of(person_id),
        ScopeKind.DOCUMENT: documents.contents_of(person_id),
        ScopeKind.FILE: music.sounds_sent_in_by(person_id),
        ScopeKind.ACCOUNT: [person_id],
    }
    found = [each for kind, numbers in theirs.items() for each in _blocks(kind, numbers)]
    return sorted([*found, *_restraints(person_id)], key=lambda each: each.since, reverse=True)


def _blocks(kind: ScopeKind, numbers: object) -> Iterator[Restricted]:
    for block in rights.blocks_among(kind, numbers):
        yield Restricted(
            kind=kind.value,
            href=_HREFS[kind].format(block.scope_id),
            territory=block.territory,
            authority=block.authority or (block.claimant.name if block.claimant else ""),
            law=block.law,
            since=block.starts or block.recorded_at,
            until=block.ends,
            entry=block.entry.number,
        )


def _restraints(person_id: int) -> Iterator[Restricted]:
    now = clock.now()
    for row in people.restraints_on(person_id).filter(until__gt=now).select_related("entry"):
        yield Restricted(
            "account", "/my/decisions", "Worldwide", "", row.kind, row.at, row.until, row.entry.number
        )
