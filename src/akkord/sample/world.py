"""The sample world: people, walls, communities, labels, and music that arrives by the real road.

What is quick is made at once; each sound is a job that synthesises it and hands it in as its label or its
member would: delivered, examined, recognised, decided like anybody's.
"""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from akkord.catalogue import actions as catalogue
from akkord.catalogue.models import Organisation
from akkord.flow import clock, jobs
from akkord.groups import queries as groups
from akkord.people import actions as people
from akkord.people import queries as persons
from akkord.people.models import Person
from akkord.wall import actions as wall

from . import arrival, catalogue_list, reports, said, talks
from .catalogue import COORDINATING_BODY, LABELS
from .clubs import found_communities
from .offers import open_offers
from .people import FOLLOWS, FRIENDSHIPS, PASSWORD, PEOPLE, SIGN_INS
from .photos import show_photos
from .walls import WALLS

LABEL_SIGN_INS = {"blauholz": "blauholz@akkord.example", "halfway": "halfway@akkord.example"}
BODY_SIGN_IN = "cadence@akkord.example"
PAST = timedelta(days=40)  # how far back the walls go


def seed() -> None:
    """Make the sample world in an empty database, whole or not at all."""
    with transaction.atomic():
        with clock.at(clock.now() - PAST):
            members = _people()
            _friends(members)
            found_communities(members)
        _walls(members)
        show_photos(members["member"], groups.groups_by_numbers([1])[1])
        said.comment(members)
        talks.talk(members)
        reports.report(members)
        _labels()
        open_offers(_person("operator@akkord.example"), members)
        jobs.put(arrival.play_in_next, [0], {}, dedupe="sample")


def _people() -> dict[str, Person]:
    """Everybody has the one sample password; hashing it once keeps the first start short."""
    secret = make_password(PASSWORD)
    members = {
        p.key: people.enrol(
            email=p.email,
            name=f"{p.first} {p.last}",
            password_hash=secret,
            language=p.language,
            city=p.city,
            about=p.bio,
        )
        for p in PEOPLE
    }
    for sign_in in SIGN_INS:
        if persons.person_by_email(sign_in.email) is None:
            people.enrol(
                email=sign_in.email,
                name=f"{sign_in.first} {sign_in.last}",
                password_hash=secret,
                operator=sign_in.role == "operator",
            )
    for number, email in enumerate([*LABEL_SIGN_INS.values(), BODY_SIGN_IN]):
        names = ("Jonas Hellwig", "Imogen Tarrant", "Céline Aubry")
        people.enrol(email=email, name=names[number], password_hash=secret)
    return members


def _friends(members: dict[str, Person]) -> None:
    for one, other in FRIENDSHIPS:
        people.befriend(members[one], members[other])
    for follower, followed in FOLLOWS:
        people.follow(members[follower], members[followed])
    for number, person in enumerate(members.values()):
        born = date(1968 + number * 7 % 36, number % 12 + 1, number * 5 % 28 + 1)
        people.edit_profile(person, born=born, born_year_shown=number % 3 > 0)
    member = members["member"]
    near = people.make_list(member, "Свои")
    people.put_on_list(member, near.pk, [friend.pk for friend in persons.friends_of(member.pk)[:4]])
    people.choose_address(list(members.values())[1], "artem.golubev")


def _walls(members: dict[str, Person]) -> None:
    """Posts without music, over the past weeks, everybody's in turn; the others come with their music."""
    longest = max(len(posts) for posts in WALLS.values())
    written = [
        (members[key], posts[place].text)
        for place in range(longest)
        for key, posts in WALLS.items()
        if place < len(posts) and posts[place].track is None
    ]
    begun, pause = clock.now() - PAST, PAST / (len(written) + 1)
    for number, (person, text) in enumerate(written, 1):
        with clock.at(begun + number * pause):
            wall.write_post(person, wall_person=person, text=text, track_ids=[])


def _labels() -> None:
    organisations: dict[str, Organisation] = {}
    emails = LABEL_SIGN_INS | {s.acts_for: s.email for s in SIGN_INS if s.acts_for}
    for label in LABELS:
        made = catalogue.register_organisation(label.name, "label", label.territory)
        organisations[label.key] = made
        person = _person(emails[label.key])
        catalogue.appoint(made, person)
        catalogue.deliver(person, made, arrival.DELIVERY_NAME, catalogue_list.as_csv(label.key).encode())
    body = catalogue.register_organisation(COORDINATING_BODY.name, "body", COORDINATING_BODY.territory)
    catalogue.appoint(body, _person(BODY_SIGN_IN))
    for key in COORDINATING_BODY.acts_for:
        catalogue.record_mandate(body, organisations[key], "Sample mandate")


def _person(email: str) -> Person:
    found = persons.person_by_email(email)
    assert found is not None, email
    return found
