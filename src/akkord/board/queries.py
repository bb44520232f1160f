"""Every read of topics, with their gate: who may read the community reads its topics."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from akkord.groups import queries as groups
from akkord.groups.queries import Group
from akkord.groups.rules import KEEPERS, Act, Voice, knows_author
from akkord.people.queries import Key, Person, allowed_among, people_by_numbers, quiet_until, standing

from .errors import NoSuchTopic
from .models import Remark
from .models import Topic as Topic
from .rules import PAGE, writable

MARGIN = 20  # looked at beyond a page, of which some may not be for the reader


@dataclass(frozen=True)
class RemarkView:
    """A remark as one reader sees it."""

    number: int
    author: Person | None  # None where the reader is not told who wrote in the community's name
    voice: Voice
    club: Group
    own: bool  # the reader wrote it
    text: str
    made_at: datetime

    @property
    def speaker(self) -> Person | Group:
        """Whose name stands over it."""
        if self.voice is not Voice.OWN:
            return self.club
        assert self.author is not None
        return self.author


@dataclass(frozen=True)
class RemarkPage:
    """Some remarks, oldest first, and after which the next begin (None at the end)."""

    remarks: list[RemarkView]
    after: int | None


def topics_of(viewer_id: int | None, group: Group) -> QuerySet[Topic]:
    """The pinned first, then those last written in. Who may not read the community sees none."""
    if not groups.allows(viewer_id, group, Act.READ):
        return Topic.objects.none()
    there = Topic.objects.filter(_author_stands(), group=group, deleted_at=None)
    return there.order_by("-pinned", "-said_at", "-pk")


def topic_for(viewer_id: int | None, group: Group, number: int) -> Topic:
    """The topic, if the viewer may read it. Raises NoSuchTopic."""
    found = _shown(viewer_id, group, list(topics_of(viewer_id, group).filter(pk=number)))
    if not found:
        raise NoSuchTopic(number)
    return found[0]


def shown_topics(viewer_id: int | None, group: Group, limit: int) -> list[Topic]:
    """Topics whose author is there for the viewer; constantly many queries."""
    return _shown(viewer_id, group, list(topics_of(viewer_id, group)[: limit + MARGIN]))[:limit]


def remarks_in(viewer_id: int | None, topic: Topic, after: int = 0) -> RemarkPage:
    """Remarks whose author is there for the viewer, of a topic that `topic_for` let through."""
    there = Remark.objects.filter(_author_stands(), topic=topic, deleted_at=None, pk__gt=after)
    found = list(there.order_by("pk")[: PAGE + 1])
    keeper = groups.role_in(viewer_id, topic.group_id) in KEEPERS
    authors = {remark.author_id for remark in found}
    shown = allowed_among(viewer_id, authors, Key.PAGE)
    persons = people_by_numbers(authors)

    def view(remark: Remark) -> RemarkView:
        own, voice = remark.author_id == viewer_id, Voice(remark.voice)
        told = knows_author(voice, own, keeper, remark.author_id in shown)
        author = persons.get(remark.author_id) if told else None
        return RemarkView(remark.pk, author, voice, topic.group, own, remark.text, remark.made_at)

    page = [view(r) for r in found[:PAGE] if r.voice or keeper or r.author_id in shown]
    return RemarkPage(page, found[PAGE - 1].pk if len(found) > PAGE else None)


def _author_stands() -> Q:
    """What a community says stays when who wrote it is away."""
    return standing("author__") | ~Q(voice="")


def _shown(viewer_id: int | None, group: Group, topics: list[Topic]) -> list[Topic]:
    """Those whose author is there for the viewer; keepers see all, or they could not keep order."""
    if groups.role_in(viewer_id, group.pk) in KEEPERS:
        return topics
    shown = allowed_among(viewer_id, {topic.author_id for topic in topics if not topic.voice}, Key.PAGE)
    return [topic for topic in topics if topic.voice or topic.author_id in shown]


def may_write(person_id: int | None, group: Group, closed: bool = False) -> bool:
    """Whether the person may open a topic here, or write in one."""
    if person_id is None or quiet_until(person_id):
        return False
    acts = groups.acts_of(person_id, group)
    member = Act.READ in acts and bool(groups.role_in(person_id, group.pk))
    return writable(closed, Act.KEEP in acts, member)


def may_speak(person_id: int | None, group: Group) -> bool:
    """Whether the person says something here in the community's name."""
    return groups.allows(person_id, group, Act.SPEAK)


def keeps(person_id: int | None, group: Group) -> bool:
    """Whether the person closes, pins and removes here."""
    return groups.allows(person_id, group, Act.KEEP)
