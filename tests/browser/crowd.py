"""People who are there before a test begins, some of them of the staff; and the site's own database."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from playwright.sync_api import Locator

from browser.newcomers import new_address
from browser.roles import OPERATOR
from living_site import LivingSite

READER, SECOND_READER, SORTER, SECOND_OPERATOR = "Mara Reads", "Niels Reads", "Sonja Sorts", "Otto Operates"
OTHERS = ("Ada One", "Ben Two", "Cleo Three", "Dan Four", "Eva Five", "Fay Six")
ENROL = """
import django; django.setup()
from django.contrib.auth.hashers import make_password
from akkord.care import actions as care
from akkord.care.rules import Role
from akkord.people import actions, queries
secret = make_password({password!r})
operator = queries.person_by_email({operator!r})
for name, email in {people!r}.items():
    person = actions.enrol(email=email, name=name, password_hash=secret, operator=name == {second!r})
    if name in {readers!r}:
        care.appoint(operator, person, Role.MODERATOR)
    print(person.pk)
"""


@dataclass(frozen=True)
class Someone:
    """Who was here before the test began."""

    name: str
    email: str
    number: int

    @property
    def place(self) -> str:
        return f"/id{self.number}"


Crowd = dict[str, Someone]


def enrolled(site: LivingSite, password: str) -> Crowd:
    """People to like, to be written to, and to moderate; by their names."""
    emails = {name: new_address() for name in (READER, SECOND_READER, SORTER, SECOND_OPERATOR, *OTHERS)}
    staff = {"readers": (READER, SECOND_READER), "second": SECOND_OPERATOR}
    made = ENROL.format(password=password, operator=OPERATOR, people=emails, **staff)
    numbers = site.python(made).split()
    return {
        name: Someone(name, email, int(number))
        for (name, email), number in zip(emails.items(), numbers, strict=True)
    }


@contextmanager
def database(site: LivingSite) -> Iterator[sqlite3.Connection]:
    """The site's own, past every room of it."""
    with closing(sqlite3.connect(site.data / "akkord.sqlite3", timeout=30)) as rows, rows:
        yield rows


def colour(place: Locator, of: str) -> list[int]:
    """Red, green and blue of what is drawn."""
    drawn = place.evaluate("(e, of) => getComputedStyle(e)[of]", of)
    return [int(part) for part in re.findall(r"\d+", drawn)[:3]]
