"""The gate of walls: which posts and comments somebody sees, and what they may do there."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from akkord.flow import clock
from akkord.groups.queries import allowed_in, kept_among
from akkord.groups.rules import Act
from akkord.people import queries as people
from akkord.people.queries import Key
from akkord.people.rules.privacy import Audience, Level, may
from akkord.words.markup import names_in

from ..errors import NoSuchComment, NoSuchPost
from ..models import Comment, Post
from ..rules import MOST_NAMES, undoable

NOTHING: frozenset[Key] = frozenset()


def visible_posts() -> QuerySet[Post]:
    """Posts that stand. A closed account takes its posts and its wall with it, but not what it wrote in a
    community's name; `seen_by` is the gate.
    """
    walls = people.standing("wall_person__") | Q(wall_group__isnull=False)
    stood = people.standing("author__") | ~Q(voice="")
    return Post.objects.filter(walls, stood, deleted_at=None).select_related("author", "wall_person")


def post_for(viewer_id: int | None, number: int) -> Post:
    """The post, if the viewer may see it. Raises NoSuchPost."""
    found = seen_by(viewer_id, list(visible_posts().filter(pk=number)))
    if not found:
        raise NoSuchPost(number)
    return found[0]


def seen_by(viewer_id: int | None, posts: list[Post]) -> list[Post]:
    """The gate: those of the posts that people's privacy shows the viewer; a constant number of queries.

    A wall is its owner's to open, also for what others write on it; who is not there for the viewer is not
    there as an author either, unless a community speaks. One's own posts one sees wherever the wall's owner
    is to be seen.
    """
    keys = people.keys_among(viewer_id, people_around(posts))
    read = allowed_in(viewer_id, {post.wall_group_id for post in posts if post.wall_group_id}, Act.READ)

    def seen(post: Post) -> bool:
        if not post.voice and Key.PAGE not in keys.get(post.author_id, NOTHING):
            return False
        if post.wall_person_id is None:
            return post.wall_group_id in read
        if post.author_id == viewer_id:
            needed = Key.PAGE
        else:
            needed = Key.WALL if post.author_id == post.wall_person_id else Key.WALL_OTHERS
        return needed in keys.get(post.wall_person_id, NOTHING)

    return _audience_let(viewer_id, [post for post in posts if seen(post)])


def _audience_let(viewer_id: int | None, posts: list[Post]) -> list[Post]:
    """Those of the posts whose own audience, if they have one, lets the viewer in."""
    narrow = {post.author_id for post in posts if post.audience}
    relations = people.relations_among(viewer_id, narrow)
    left_out = {p.pk: set(p.audience_lists) for p in posts if p.audience == Level.EXCEPT}
    there = people.lists_there(number for lists in left_out.values() for number in lists)

    def let(post: Post) -> bool:
        # Whom a deleted list left out nobody knows any more.
        if post.author_id != viewer_id and not left_out.get(post.pk, set()) <= there:
            return False
        return may(relations[post.author_id], audience_of(post))

    return [p for p in posts if not p.audience or let(p)]


def audience_of(post: Post) -> Audience:
    """Whom the author of a post with an audience of its own lets see it."""
    return Audience(Level(post.audience), frozenset(post.audience_lists), frozenset(post.audience_people))


def people_around(posts: Iterable[Post]) -> set[int]:
    """Who wrote the posts in their own name, and owners of the walls they stand on."""
    found = list(posts)
    authors = {p.author_id for p in found if not p.voice}
    return authors | {p.wall_person_id for p in found if p.wall_person_id}


def visible_comments() -> QuerySet[Comment]:
    """Comments that stand; `comments_seen_by` is the gate, and that of their post is asked before."""
    stood = people.standing("author__") | ~Q(voice="")
    return Comment.objects.filter(stood, deleted_at=None).select_related("author")


def comments_seen_by(viewer_id: int | None, comments: Sequence[Comment]) -> list[Comment]:
    """The gate, for comments of posts that the viewer sees: their authors are there for the viewer."""
    authors = {c.author_id for c in comments if not c.voice}
    shown = people.allowed_among(viewer_id, authors, Key.PAGE)
    return [comment for comment in comments if comment.voice or comment.author_id in shown]


def comment_for(viewer_id: int | None, number: int, *, deleted: bool = False) -> Comment:
    """The comment, if the viewer may see it and its post. Raises NoSuchComment."""
    rows = Comment.objects.filter(deleted_at__isnull=False) if deleted else visible_comments()
    there = rows.filter(pk=number).select_related("author", "post__author", "post__wall_person")
    found = comments_seen_by(viewer_id, list(there))
    if not found:
        raise NoSuchComment(number)
    try:
        post_for(viewer_id, found[0].post_id)
    except NoSuchPost as missing:
        raise NoSuchComment(number) from missing
    return found[0]


def authors_of(numbers: Iterable[int]) -> dict[int, int]:
    """post → its author, of those there are."""
    return dict(visible_posts().filter(pk__in=set(numbers)).values_list("pk", "author_id"))


def named_in(author_id: int, text: str) -> dict[str, int]:
    """name after @ → the person, of those the author sees: nobody is named by whom they keep out."""
    names = names_in(text)[:MOST_NAMES]
    held = people.numbers_at(names) if names else {}
    shown = people.allowed_among(author_id, held.values(), Key.PAGE) if held else set()
    return {name: number for name, number in held.items() if number in shown}


def may_write(author_id: int, wall_person: int | None = None, wall_group: int | None = None) -> bool:
    """Who writes where: on one's own wall, on another's open to it, in a community as its wall says."""
    if wall_person is not None:
        return people.allows(author_id, wall_person, Key.WALL_WRITE)
    return wall_group is not None and wall_group in allowed_in(author_id, [wall_group], Act.WRITE)


def may_speak(author_id: int, wall_group: int | None) -> bool:
    """Who says something there in the community's name."""
    return wall_group is not None and wall_group in allowed_in(author_id, [wall_group], Act.SPEAK)


def may_comment(person_id: int, post: Post) -> bool:
    """Who comments: whom the wall's owner lets, in a community as its wall says."""
    if post.wall_person_id is not None:
        return people.allows(person_id, post.wall_person_id, Key.WALL_COMMENT)
    group = post.wall_group_id
    return group is not None and group in allowed_in(person_id, [group], Act.COMMENT)


def deletable_by(person_id: int | None, posts: Iterable[Post]) -> set[int]:
    """Which of these posts the person may delete: their own, and all on a wall they keep."""
    if person_id is None:
        return set()
    shown = list(posts)
    kept = kept_among(person_id, (p.wall_group_id for p in shown if p.wall_group_id))
    return {post.pk for post in shown if said_by_oneself(person_id, post) or keeps(person_id, post, kept)}


def said_by_oneself(person_id: int | None, said: Post | Comment) -> bool:
    """Whether it is the person's own: what they wrote in a community's name is the community's."""
    return person_id is not None and said.author_id == person_id and not said.voice


def keeps(person_id: int, post: Post, kept: set[int]) -> bool:
    """Whether the wall of the post is the person's to keep in order."""
    return post.wall_person_id == person_id or post.wall_group_id in kept


def deletable_comments(person_id: int | None, comments: Iterable[Comment], posts: Iterable[Post]) -> set[int]:
    """Which of these comments the person may delete: their own, and all on a wall they keep."""
    if person_id is None:
        return set()
    shown = list(posts)
    groups = kept_among(person_id, (p.wall_group_id for p in shown if p.wall_group_id))
    mine = {post.pk for post in shown if keeps(person_id, post, groups)}
    return {c.pk for c in comments if said_by_oneself(person_id, c) or c.post_id in mine}


def posts_of(person_id: int) -> QuerySet[Post, int]:
    """Numbers of all that the person posted and did not delete."""
    return Post.objects.filter(author_id=person_id, deleted_at=None).values_list("pk", flat=True)


def comments_by(person_id: int) -> QuerySet[Comment, int]:
    """Numbers of all that the person said to posts and did not delete."""
    return Comment.objects.filter(author_id=person_id, deleted_at=None).values_list("pk", flat=True)


def has_pinned(person_id: int) -> bool:
    """Whether a post stands above the others on this person's wall."""
    return Post.objects.filter(wall_person_id=person_id, pinned_at__isnull=False).exists()


def has_posted(person_id: int, text: str) -> bool:
    return Post.objects.filter(author_id=person_id, text=text).exists()


def newest_with(text: str) -> Post | None:
    """The newest post that begins so."""
    return visible_posts().filter(text__startswith=text).order_by("-pk").first()


def deleted_post_for(person_id: int, number: int) -> Post:
    """A post that this person deleted and may still bring back. Raises NoSuchPost."""
    found = Post.objects.filter(pk=number, deleted_by_id=person_id).first()
    if found is None or not undoable(found.deleted_at, found.deleted_by_id, person_id, clock.now()):
        raise NoSuchPost(number)
    return found
