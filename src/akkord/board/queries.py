"""Every read of topics, with their gate: who may read the community reads its topics."""

from dataclasses import dataclass

from django.db.models import QuerySet

from akkord.groups import queries as groups
from akkord.groups.queries import Group
from akkord.groups.rules import Act
from akkord.people.queries import Key, allowed_among, quiet_until, standing

from .errors import NoSuchTopic
from .models import Remark
from .models import Topic as Topic
from .rules import PAGE, writable

MARGIN = 20  # looked at beyond a page, of which some may not be for the reader


@dataclass(frozen=True)
class RemarkPage:
    """Some remarks, oldest first, and after which the next begin (None at the end)."""

    remarks: list[Remark]
    after: int | None


def topics_of(viewer_id: int | None, group: Group) -> QuerySet[Topic]:
    """The pinned first, then those last written in. Who may not read the community sees none."""
    if not groups.allows(viewer_id, group, Act.READ):
        return Topic.objects.none()
    there = Topic.objects.filter(standing("author__"), group=group, deleted_at=None)
    return there.select_related("author").order_by("-pinned", "-said_at", "-pk")


def topic_for(viewer_id: int | None, group: Group, number: int) -> Topic:
    """The topic, if the viewer may read it. Raises NoSuchTopic."""
    found = topics_of(viewer_id, group).filter(pk=number).first()
    if found is None or not allowed_among(viewer_id, [found.author_id], Key.PAGE):
        raise NoSuchTopic(number)
    return found


def shown_topics(viewer_id: int | None, group: Group, limit: int) -> list[Topic]:
    """Topics whose author is there for the viewer; constantly many queries."""
    found = list(topics_of(viewer_id, group)[: limit + MARGIN])
    shown = allowed_among(viewer_id, {topic.author_id for topic in found}, Key.PAGE)
    return [topic for topic in found if topic.author_id in shown][:limit]


def remarks_in(viewer_id: int | None, topic: Topic, after: int = 0) -> RemarkPage:
    """Remarks whose author is there for the viewer, of a topic that `topic_for` let through."""
    there = Remark.objects.filter(standing("author__"), topic=topic, deleted_at=None, pk__gt=after)
    found = list(there.select_related("author").order_by("pk")[: PAGE + 1])
    shown = allowed_among(viewer_id, {remark.author_id for remark in found}, Key.PAGE)
    page = [remark for remark in found[:PAGE] if remark.author_id in shown]
    return RemarkPage(page, found[PAGE - 1].pk if len(found) > PAGE else None)


def may_write(person_id: int | None, group: Group, closed: bool = False) -> bool:
    """Whether the person may open a topic here, or write in one."""
    if person_id is None or quiet_until(person_id):
        return False
    acts = groups.acts_of(person_id, group)
    member = Act.READ in acts and bool(groups.role_in(person_id, group.pk))
    return writable(closed, Act.KEEP in acts, member)


def keeps(person_id: int | None, group: Group) -> bool:
    """Whether the person closes, pins and removes here."""
    return groups.allows(person_id, group, Act.KEEP)
