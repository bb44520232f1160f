"""Tags of tracks as their uploaders write them: text by name, and what a change of many leaves alone."""

from collections.abc import Mapping

from . import place_from, tidy_words, year_from

MOST = {"title": 200, "artist": 200, "album": 200, "genre": 60, "year": 4, "place": 3}
NAMES = tuple(MOST)


class BadTag(ValueError):
    """`name` of the tag that makes no sense."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def wanted(said: Mapping[str, str], emptied: frozenset[str] = frozenset()) -> dict[str, str]:
    """The tags that change: those with words, and those to be emptied. Raises BadTag.

    A title stays: a track has one.
    """
    changed = {name: tidy_words(said.get(name, ""), most) for name, most in MOST.items()}
    kept = {name: words for name, words in changed.items() if words}
    if "year" in kept and year_from(kept["year"]) is None:
        raise BadTag("year")
    if "place" in kept and place_from(kept["place"]) is None:
        raise BadTag("place")
    return dict.fromkeys(emptied & set(NAMES[1:]), "") | kept


def as_file_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """The same by the names that files give them, for naming (actions.naming)."""
    return {
        "album": tags["album"],
        "genre": tags["genre"],
        "date": tags["year"],
        "track": tags["place"],
    }
