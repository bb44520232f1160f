"""What a reader does to their own feed: nobody else sees or feels it."""

from datetime import datetime, timedelta

from akkord.flow import clock
from akkord.people.queries import Person
from akkord.wall.queries import Post

from . import errors
from .models import HiddenPost, MutedAuthor, MutedWord
from .rules import MOST_WORD, MOST_WORDS, folded


def hide_post(reader: Person, post: Post) -> None:
    """Leave a post out of one's feed. Twice is once."""
    HiddenPost.objects.get_or_create(reader=reader, post_id=post.pk)


def show_post(reader: Person, number: int) -> None:
    """Have it there again."""
    HiddenPost.objects.filter(reader=reader, post_id=number).delete()


def mute_author(reader: Person, author: Person, days: int | None) -> None:
    """Leave somebody's posts out, for so many days or until one says otherwise. Raises MutedOneself."""
    if reader.pk == author.pk:
        raise errors.MutedOneself
    MutedAuthor.objects.update_or_create(reader=reader, author=author, defaults={"until": _until(days)})


def unmute_author(reader: Person, number: int) -> None:
    MutedAuthor.objects.filter(reader=reader, author_id=number).delete()


def mute_word(reader: Person, word: str, days: int | None) -> None:
    """Fold posts that hold this word. Raises BadWord, TooManyWords."""
    kept = folded(word)
    if not 2 <= len(kept) <= MOST_WORD or "\x00" in kept:
        raise errors.BadWord
    mine = MutedWord.objects.filter(reader=reader)
    if mine.count() >= MOST_WORDS and not mine.filter(word=kept).exists():
        raise errors.TooManyWords
    MutedWord.objects.update_or_create(reader=reader, word=kept, defaults={"until": _until(days)})


def unmute_word(reader: Person, number: int) -> None:
    MutedWord.objects.filter(reader=reader, pk=number).delete()


def _until(days: int | None) -> datetime | None:
    return clock.now() + timedelta(days=days) if days else None


def forget_reader(person_id: int) -> None:
    """Nothing of what somebody hid is kept after they have left for good, nor that others hid them."""
    HiddenPost.objects.filter(reader_id=person_id).delete()
    MutedWord.objects.filter(reader_id=person_id).delete()
    MutedAuthor.objects.filter(reader_id=person_id).delete()
    MutedAuthor.objects.filter(author_id=person_id).delete()
