"""Whom each event is the business of."""

from django.utils import timezone
from django_tasks import task

from akkord.care import queries as care
from akkord.flow import clock, jobs
from akkord.subscriptions import queries as subscriptions
from akkord.wall import queries as wall

from . import actions, queries
from .rules import Every, Kind, day_thing, digest_due


@task()
def asked(asker: int, asked: int) -> None:
    actions.ring(asked, Kind.ASKED, "requests", asker)


@task()
def befriended(person: int, by: int) -> None:
    """`by` accepted, or took an invitation up."""
    actions.ring(person, Kind.BEFRIENDED, "friends", by)


@task()
def post_written(post: int, mentions: list[int]) -> None:
    """The owner of the wall, and whom the post names."""
    found = wall.visible_posts().filter(pk=post).first()
    if found is None:
        return
    thing = f"post:{post}"
    if found.wall_person_id is not None:
        actions.ring(found.wall_person_id, Kind.WALL_POST, thing, found.author_id)
    for named in set(mentions) - {found.wall_person_id}:
        _tell(named, Kind.MENTION, thing, found)


def _tell(person: int, kind: Kind, thing: str, said: wall.Post | wall.Comment) -> None:
    """Ring with its author's name; what is said in a community's name rings with that."""
    if not said.voice:
        actions.ring(person, kind, thing, said.author_id)
    elif person != said.author_id:
        actions.ring(person, kind, thing)


@task()
def comment_written(comment: int, mentions: list[int]) -> None:
    """Whose comment it answers, else whose post or wall it is on; and whom it names. Each is told once."""
    found = wall.visible_comments().filter(pk=comment).select_related("post", "answers").first()
    if found is None:
        return
    thing, post, told = f"comment:{comment}", found.post, set[int]()
    if found.answers is not None:
        _tell(found.answers.author_id, Kind.ANSWER, thing, found)
        told.add(found.answers.author_id)
    owners = {post.author_id} | ({post.wall_person_id} if post.wall_person_id else set())
    for owner in owners - told:
        _tell(owner, Kind.COMMENT, thing, found)
        told.add(owner)
    for named in set(mentions) - told:
        _tell(named, Kind.MENTION, thing, found)


@task(priority=-1)
def liked(person: int, post: int | None, comment: int | None) -> None:
    """Whoever wrote it."""
    if post is not None:
        author = wall.authors_of([post]).get(post)
        if author is not None:
            actions.ring(author, Kind.LIKE, f"post:{post}", person)
    elif (found := wall.visible_comments().filter(pk=comment or 0).first()) is not None:
        actions.ring(found.author_id, Kind.LIKE, f"comment:{comment}", person)


@task()
def reposted(post: int, of: int) -> None:
    """Whoever wrote what was passed on; the line leads to the new post."""
    author, by = wall.authors_of([of]).get(of), wall.authors_of([post]).get(post)
    if author is not None and by is not None:
        actions.ring(author, Kind.REPOST, f"post:{post}", by)


@task()
def club_told(group: int, what: str, people: list[int], by: int | None) -> None:
    """Whom a community let in, invited, gave a role, banned; who lets in, when somebody waits."""
    for person in people:
        actions.ring(person, Kind(what), f"club:{group}", by)


@task(priority=5)
def matter_decided(decision: int) -> None:
    """Whom it restricts; and everybody who reported it, without saying more than that it is decided."""
    found = care.decision_for_staff(decision)
    if found.person_id is not None and found.entry_id is not None:
        actions.ring(found.person_id, Kind.DECISION, f"decision:{decision}")
    for reporter in care.reporters_of(found.matter_id):
        actions.ring(reporter, Kind.REPORT, f"matter:{found.matter_id}")


@task(priority=5)
def appeal_answered(decision: int) -> None:
    """Who appealed."""
    found = care.decision_for_staff(decision)
    if found.person_id is not None:
        actions.ring(found.person_id, Kind.APPEAL, f"decision:{decision}")


@task()
def gift_paid(number: str) -> None:
    """Whoever was given months."""
    gift = subscriptions.subscription_by_number(number)
    if gift.given_by_id is not None and gift.begun_at is not None:
        day = timezone.localdate(gift.begun_at)
        actions.ring(gift.person_id, Kind.GIFT, day_thing("gift", day), gift.given_by_id)


@task(priority=-5)
def track_out(track: int, after: int = 0) -> None:
    """Who reads its sender, or likes its artist; some at a time, and when it may first be heard."""
    rest = actions.tell_new_music(track, after)
    if rest is not None:
        jobs.put(track_out, [track, rest.after], {}, at=rest.at, dedupe=f"track_out:{track}:{rest.after}")


@task(priority=-5)
def episodes_listed(feed: int, after: int = 0) -> None:
    """Who follows the podcast, some at a time."""
    rest = actions.tell_episodes(feed, after)
    if rest is not None:
        jobs.put(episodes_listed, [feed, rest.after], {}, dedupe=f"episodes:{feed}:{rest.after}")


@task(priority=-5)
def tell_birthdays() -> None:
    """Several times a day, so that a day on which the worker stood still for a while is told, too."""
    actions.tell_birthdays()


@task(priority=-1)
def push(alert: int, person: int) -> None:
    """In the person's browsers."""
    actions.push(person, alert)


@task(priority=-5)
def write_digests() -> None:
    """A job for each letter that is due."""
    now = clock.now()
    for digest in queries.digests():
        if digest_due(Every(digest.every), digest.sent_at, now):
            jobs.put(write_digest, [digest.pk], {}, dedupe=f"digest:{digest.pk}")


@task(priority=-5)
def write_digest(number: int) -> None:
    actions.write_digest(number)


@task(priority=-10)
def forget_old() -> None:
    actions.forget_old()
