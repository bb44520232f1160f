"""The feed: newest posts of oneself, of those one follows and of one's communities; pulled when read."""

from akkord.groups.queries import group_numbers_of
from akkord.music.rules import Listener
from akkord.people.queries import Person, followed_numbers
from akkord.wall.queries import PostPage, posts_by


def page(listener: Listener, person: Person, before: int | None = None) -> PostPage:
    """One page of a person's feed, newest first; nobody is left out and nothing is reordered."""
    return posts_by(listener, [person.pk, *followed_numbers(person.pk)], group_numbers_of(person.pk), before)
