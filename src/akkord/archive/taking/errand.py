"""One archive being taken in: who for, from which site, what has come already, what is left out and why."""

from collections import Counter
from functools import cached_property
from urllib.parse import urlsplit

from akkord.people import actions as people_actions
from akkord.people import queries as people
from akkord.people.errors import PeopleError
from akkord.people.queries import Person
from akkord.people.rules.privacy import Audience, Level

from ..format import TIES, AudienceSaid, number_of
from ..models import Bringing, Brought, Formerly
from ..opening import Opened

NOBODY = Audience(Level.NOBODY)


class Errand:
    """What the kinds share while an archive is taken in."""

    def __init__(self, bringing: Bringing, archive: Opened) -> None:
        self.bringing, self.archive = bringing, archive
        self.person: Person = bringing.person
        self.left_out: Counter[str] = Counter()

    def of(self, person: Person) -> "Errand":
        """The same for somebody else of that site, whose things this archive's coming brings about."""
        if person.pk == self.person.pk:
            return self
        theirs = Errand(self.bringing, self.archive)
        theirs.person = person
        return theirs

    @property
    def key(self) -> str:
        return self.bringing.site_key

    @property
    def host(self) -> str:
        """The old site, as it is named after an @."""
        return urlsplit(self.bringing.site).netloc

    def brought(self, kind: str) -> dict[int, int]:
        """number there → number here, of all of a kind that came with this person."""
        return dict(
            Brought.objects.filter(person=self.person, site_key=self.key, kind=kind).values_list(
                "ref", "number"
            )
        )

    def note(self, kind: str, ref: int, number: int) -> None:
        """Something came; in the transaction in which it was made."""
        Brought.objects.create(person=self.person, site_key=self.key, kind=kind, ref=ref, number=number)

    def leave_out(self, why: str, times: int = 1) -> None:
        self.left_out[why] += times

    @cached_property
    def lists(self) -> dict[str, int]:
        """The person's lists of friends here, with those of the archive among them."""
        known = {each.name: each.pk for each in people.lists_of(self.person.pk)}
        for name in self.archive.read("data/people.json", TIES).lists:
            if name not in known:
                try:
                    known[name] = people_actions.make_list(self.person, name).pk
                except PeopleError:
                    self.leave_out("lists")
        return known

    def audience(self, said: AudienceSaid) -> Audience:
        """The same audience here, or a narrower one where it names who is not here yet.

        Whom "all but these" keeps out is known only when all of them are here: until then it is nobody.
        """
        level = Level(said.level)
        if level not in (Level.LISTS, Level.EXCEPT):
            return Audience(level)
        here = self._here({number_of(address) for address in said.people})
        lists = {self.lists[name] for name in said.lists if name in self.lists}
        if level is Level.EXCEPT and (said.lists or len(here) < len(set(said.people))):
            self.leave_out("narrowed")
            return NOBODY
        if not lists and not here:
            self.leave_out("narrowed")
            return NOBODY
        return Audience(level, frozenset(lists), frozenset(here))

    def _here(self, numbers: set[int]) -> set[int]:
        found = Formerly.objects.filter(site_key=self.key, number__in=numbers)
        return set(found.values_list("person_id", flat=True)) - {self.person.pk}
