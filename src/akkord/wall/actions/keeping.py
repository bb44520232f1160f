"""Keeping posts to read them again."""

from akkord.people.queries import Person

from ..models import Bookmark, Post


def keep(person: Person, post: Post) -> None:
    """Keep a post that the person sees. Twice is once."""
    Bookmark.objects.get_or_create(person=person, post=post)


def unkeep(person: Person, post: Post) -> None:
    """Keep it no longer."""
    Bookmark.objects.filter(person=person, post=post).delete()
