"""Communities of the sample world: groups with their keepers, a public page, an event one asks into."""

from datetime import timedelta

from akkord.board import actions as board
from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.groups.queries import Group
from akkord.groups.rules import Answer, Door, Kind, Role
from akkord.people.models import Person
from akkord.wall import actions as wall

from .people import COMMUNITIES

EVENT_IN = timedelta(days=54)  # after the founding, which is some weeks ago


def found_communities(members: dict[str, Person]) -> None:
    """All of them; the first, which belongs to the sample member, has every role and a log."""
    made = {}
    for community in COMMUNITIES:
        founder = members[community.founder]
        group = made[community.key] = groups.found_group(founder, community.name, community.about)
        for key in community.members:
            if key != community.founder:
                groups.join(members[key], group)
        for text in community.posts:
            wall.write_post(founder, wall_group=group, text=text, track_ids=[])
    first = COMMUNITIES[0]
    others = [members[key] for key in first.members if key != first.founder]
    _keep(made[first.key], members[first.founder], others)
    _page_and_event(members)


def _keep(group: Group, owner: Person, others: list[Person]) -> None:
    """Somebody for each role, and one who advertised too much."""
    for person, role in zip(others, (Role.ADMIN, Role.EDITOR, Role.MODERATOR), strict=False):
        groups.appoint(owner, group, person.pk, role)
    groups.ban(others[2], group, others[4], "spam", "year", "Третий раз реклама педалей.")
    info = "Приходите с тапочками. Запись на концерт в обсуждениях."
    groups.edit_group(owner, group, info=info)
    topic = board.open_topic(owner, group, "Запись на концерт", "Пишите, сколько вас и что с собой.")
    board.say(others[1], group, topic, "Двое, пирог с капустой и мандолина.")
    board.pin(owner, group, topic, pinned=True)


def _page_and_event(members: dict[str, Person]) -> None:
    page = groups.found_group(
        members["andrey"], "Трамвай до Весны", "Страница группы из Екатеринбурга.", kind=Kind.PAGE
    )
    event = groups.found_group(
        members["member"],
        "Квартирник в депо",
        "Двадцать мест, гитары и чай. Просимся внутрь.",
        kind=Kind.EVENT,
        door=Door.CLOSED,
        starts_at=(clock.now() + EVENT_IN).replace(hour=16, minute=0, second=0, microsecond=0),
        place="Екатеринбург, трамвайное депо",
    )
    for key in ("lyuba", "sergey", "polina", "leila"):
        groups.join(members[key], page)
        groups.join(members[key], event)
    for key in ("lyuba", "sergey"):
        groups.accept(members["member"], event, members[key].pk)
        groups.answer(members[key], event, Answer.GOING if key == "lyuba" else Answer.MAYBE)
    groups.suggest(members["polina"], page, "Видела ваш плакат на Пионерской. Можно запись с репетиции?")
    wall.write_post(members["andrey"], wall_group=page, text="Новый альбом пишем в гараже.", track_ids=[])
