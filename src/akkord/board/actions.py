"""What people do with topics: open, write, close, pin, remove."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F

from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.groups.queries import Group
from akkord.groups.rules import Deed, Voice
from akkord.people.queries import Person
from akkord.people.rules.trust import exceeds, step_at, too_many_links
from akkord.words.markup import addresses_in

from . import errors, queries
from .models import Remark, Topic
from .rules import MOST_CHARACTERS, MOST_TITLE, tidy


@transaction.atomic
def open_topic(person: Person, group: Group, title: str, text: str, voice: Voice = Voice.OWN) -> Topic:
    """Begin a topic with its first remark; `voice`: in whose name. Raises what `say` does."""
    named = " ".join(tidy(title).split())
    if not named:
        raise errors.SaysNothing
    if len(named) > MOST_TITLE:
        raise errors.TooLong
    if not queries.may_write(person.pk, group):
        raise errors.NotHere
    _check_voice(person, group, voice)
    now = clock.now()
    topic = Topic.objects.create(
        group=group, author=person, voice=voice, title=named, made_at=now, said_at=now
    )
    _say(person, topic, text, voice)
    return topic


@transaction.atomic
def say(person: Person, group: Group, topic: Topic, text: str, voice: Voice = Voice.OWN) -> Remark:
    """Write in a topic. Raises SaysNothing, TooLong, NotHere, TooManyLinks, TooFast."""
    if not queries.may_write(person.pk, group, topic.closed):
        raise errors.NotHere
    _check_voice(person, group, voice)
    return _say(person, topic, text, voice)


def _check_voice(person: Person, group: Group, voice: Voice) -> None:
    if voice and not queries.may_speak(person.pk, group):
        raise errors.NotHere


def _say(person: Person, topic: Topic, text: str, voice: Voice) -> Remark:
    said, now = tidy(text), clock.now()
    if not said:
        raise errors.SaysNothing
    if len(said) > MOST_CHARACTERS:
        raise errors.TooLong
    _check_pace(person, said)
    Topic.objects.filter(pk=topic.pk).update(said_at=now, remarks=F("remarks") + 1)
    return Remark.objects.create(topic=topic, author=person, voice=voice, text=said, made_at=now)


def _check_pace(person: Person, said: str) -> None:
    now = clock.now()
    step = step_at(person.date_joined, now)
    if too_many_links(step, len(addresses_in(said))):
        raise errors.TooManyLinks
    if step.comments_an_hour is not None:
        written = Remark.objects.filter(author=person, made_at__gt=now - timedelta(hours=1))
        if exceeds(step.comments_an_hour, written.count()):
            raise errors.TooFast


@transaction.atomic
def close(person: Person, group: Group, topic: Topic, *, closed: bool) -> None:
    """Let only keepers write in it, or all members again; the community's log tells. Raises NotHere."""
    _check_keeps(person, group)
    if Topic.objects.filter(pk=topic.pk, closed=not closed).update(closed=closed):
        groups.note(group, person, Deed.TOPIC_CLOSED if closed else Deed.TOPIC_OPENED)


def pin(person: Person, group: Group, topic: Topic, *, pinned: bool) -> None:
    """Keep it above the others, or no longer. Raises NotHere."""
    _check_keeps(person, group)
    Topic.objects.filter(pk=topic.pk).update(pinned=pinned)


@transaction.atomic
def remove_topic(person: Person, group: Group, topic: Topic) -> None:
    """Its author or a keeper takes it away; of a keeper the log tells. Twice is once. Raises NotHere."""
    if topic.author_id != person.pk or topic.voice:
        _check_keeps(person, group)
    gone = Topic.objects.filter(pk=topic.pk, deleted_at=None).update(deleted_at=clock.now())
    if gone and topic.author_id != person.pk:
        groups.note(group, person, Deed.TOPIC_REMOVED, whom=topic.author_id)


@transaction.atomic
def remove_remark(person: Person, group: Group, topic: Topic, number: int) -> None:
    """Its author or a keeper takes a remark away; of a keeper the log tells. Raises NoSuchRemark, NotHere."""
    remark = Remark.objects.filter(pk=number, topic=topic, deleted_at=None).first()
    if remark is None:
        raise errors.NoSuchRemark(number)
    if remark.author_id != person.pk or remark.voice:
        _check_keeps(person, group)
    if not Remark.objects.filter(pk=number, deleted_at=None).update(deleted_at=clock.now()):
        raise errors.NoSuchRemark(number)
    if remark.author_id != person.pk:
        groups.note(group, person, Deed.REMARK_REMOVED, whom=remark.author_id)
    Topic.objects.filter(pk=topic.pk).update(remarks=F("remarks") - 1)


@transaction.atomic
def forget_author(person_id: int) -> None:
    """Empty and delete all that a person said in their own name; part of their leaving for good."""
    own = Remark.objects.filter(author_id=person_id, voice="")
    said = own.filter(deleted_at=None).order_by().values("topic")
    for topic, gone in said.annotate(gone=Count("pk")).values_list("topic", "gone"):
        Topic.objects.filter(pk=topic).update(remarks=F("remarks") - gone)
    own.update(text="", deleted_at=clock.now())
    Topic.objects.filter(author_id=person_id, voice="").update(title="", deleted_at=clock.now())


def _check_keeps(person: Person, group: Group) -> None:
    if not queries.keeps(person.pk, group):
        raise errors.NotHere
