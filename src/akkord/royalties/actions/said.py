"""Words people say for something: there are some, and not too many."""

from typing import Final

from akkord.royalties.errors import BadEntry

MOST: Final = 2000


def words_of(text: str) -> str:
    """The words without what stands around them. Raises BadEntry."""
    said = text.strip()
    if not said or len(said) > MOST:
        raise BadEntry("text")
    return said
