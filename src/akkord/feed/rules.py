"""What is true of a feed, on plain values: how important a post is, and which words fold it."""

import re
from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

WITHIN = timedelta(days=7)  # the important of the last days
LOOKED_AT = 300  # the newest of them are compared
MOST_WORDS = 100
MOST_WORD = 60
TERMS = (1, 7, 30)  # days


def importance(likes: int, comments: int, reposts: int, age: timedelta) -> Fraction:
    """One for being there, one a heart, two a comment, three a repost, over its age in hours plus six.

    The page says this formula in words; nothing else counts, and nobody is weighed by who they are.
    """
    hours = Fraction(max(int(age.total_seconds()), 0), 3600)
    return Fraction(1 + likes + 2 * comments + 3 * reposts) / (hours + 6)


def folded(text: str) -> str:
    """Text as words are looked for in it: small letters, е for ё, one space between."""
    return " ".join(text.casefold().replace("ё", "е").split())


def word_in(text: str, words: Iterable[str]) -> str:
    """The first of the (folded) words that the text holds as whole words; "" for none."""
    there = folded(text)
    for word in words:
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", there):
            return word
    return ""
