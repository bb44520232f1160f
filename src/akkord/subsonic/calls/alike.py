"""What is like what: by ear (sonicSimilarity), and by who listens to it."""

from collections.abc import Sequence
from typing import Any

from akkord.music import queries as music
from akkord.subsonic import shapes
from akkord.subsonic.asking import Asked, number_in
from akkord.subsonic.errors import not_found

Tree = dict[str, Any]
MOST = 500
MOST_STEPS = 100


def get_sonic_similar_tracks(asked: Asked) -> Tree:
    song, count = _song(asked, "id"), asked.number("count", 10, MOST)
    near = music.sounding_like(song, 2 * count)  # some of them are silent here
    return {"sonicMatch": _matches(asked, near)[:count]}


def find_sonic_path(asked: Asked) -> Tree:
    """Silent songs are no steps: a path is there to be played."""
    first, last = _song(asked, "startSongId"), _song(asked, "endSongId")
    count = max(1, asked.number("count", 25, MOST_STEPS))
    return {"sonicMatch": _matches(asked, music.sonic_path(first, last, count))}


def _song(asked: Asked, name: str) -> int:
    number = asked.one("track", name)
    if number not in music.songs_by_numbers([number]):
        raise not_found("song")
    return number


def _matches(asked: Asked, near: Sequence[tuple[int, float]]) -> list[Tree]:
    found = music.songs_by_numbers([number for number, _ in near])
    heard = shapes.audible_songs(asked, [found[number] for number, _ in near if number in found])
    nearness = {f"tr-{number}": each for number, each in near}
    return [{"entry": song, "similarity": nearness[song["id"]]} for song in heard]


def similar(element: str) -> Any:
    """getSimilarSongs and getSimilarSongs2: to a song, an album or an artist, by those who keep both; to a
    song also by how it sounds, one after the other."""

    def call(asked: Asked) -> Tree:
        count, artists, genres = asked.number("count", 50, MOST), [], []
        name, near = asked.needed("id"), list[music.Song]()
        if (number := number_in(name, "artist")) is not None:
            artists = [number]
        elif (number := number_in(name, "album")) is not None:
            artists = [row.artist_id for row in music.albums_by_numbers([number]).values()]
        elif (number := number_in(name, "track")) is not None:
            found = music.songs_by_numbers([number])
            artists = [song.artist_id for song in found.values() if song.artist_id is not None]
            genres = [song.genre for song in found.values() if song.genre]
            numbers = [each for each, _ in music.sounding_like(number, count)]
            sounding = music.songs_by_numbers(numbers)
            near = [sounding[each] for each in numbers if each in sounding]
        if not artists:
            raise not_found("song, album or artist")
        liked = music.songs(music.tracks_like(artists, genres, count))
        mixed = [song for pair in _in_turns(liked, near) for song in pair]
        chosen = list({song.number: song for song in mixed}.values())[:count]
        return {element: {"song": shapes.audible_songs(asked, chosen)}}

    return call


def _in_turns(first: Sequence[music.Song], second: Sequence[music.Song]) -> list[list[music.Song]]:
    longest = max(len(first), len(second))
    return [[*first[place : place + 1], *second[place : place + 1]] for place in range(longest)]
