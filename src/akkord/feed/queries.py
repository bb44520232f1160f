"""The feed: newest posts of oneself, of those one follows and of one's communities; pulled when read."""

from akkord.groups.queries import group_numbers_of
from akkord.music.rules import Listener
from akkord.people.queries import Key, Person, allowed_among, followed_numbers, one_look
from akkord.wall.queries import PostPage, posts_by


def page(listener: Listener, person: Person, before: int | None = None) -> PostPage:
    """One page of a person's feed, newest first: all whose walls are open to them, nothing reordered."""
    with one_look():
        read = allowed_among(person.pk, [person.pk, *followed_numbers(person.pk)], Key.WALL)
        return posts_by(listener, read, group_numbers_of(person.pk), before)
