"""Ties to others: they come about when the other comes, too; until then they are waited for."""

from collections.abc import Iterable

from ..format import TIES, FriendSaid, TiesSaid, Who
from ..models import Waiting
from .errand import Errand


def take_ties(errand: Errand) -> None:
    """Friends with their lists, whom one reads, the black list."""
    said: TiesSaid = errand.archive.read("data/people.json", TIES)
    errand.lists  # noqa: B018 - the lists are there, whether anybody is on them yet or not
    _wait(errand, "block", said.black_list)
    _wait(errand, "friend", said.friends)
    friends = {each.number for each in said.friends}
    _wait(errand, "read", [each for each in said.i_read if each.number not in friends])


def _wait(errand: Errand, kind: str, those: Iterable[Who]) -> None:
    rows = [
        Waiting(
            person=errand.person,
            site_key=errand.key,
            kind=kind,
            whom=each.number,
            name=each.name,
            about={"lists": each.lists, "hidden": each.hidden} if isinstance(each, FriendSaid) else {},
        )
        for each in those
        if each.number is not None and each.number != errand.archive.owner
    ]
    Waiting.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
