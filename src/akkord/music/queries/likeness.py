"""What sounds alike: the face of `compared`, which loads NumPy when the first is asked for."""

from akkord.music.rules.moods import Mood


def forget_figures() -> None:
    """As if nothing had been compared yet."""
    from .compared import forget_figures as forget

    forget()


def in_mood(mood: Mood, limit: int) -> list[tuple[int, float]]:
    """Tracks by how much of a mood their sound has, the most first: (track, 0 to 1)."""
    from .compared import in_mood as rank

    return rank(mood, limit)


def sounding_like(number: int, limit: int) -> list[tuple[int, float]]:
    """Tracks by how near they sound to one, nearest first, without it: (track, nearness 0 to 1)."""
    from .compared import sounding_like as compare

    return compare(number, limit)


def sonic_path(first: int, last: int, count: int) -> list[tuple[int, float]]:
    """A way from one track to another by small steps: (track, nearness to the first), both ends included."""
    from .compared import sonic_path as walk

    return walk(first, last, count)
