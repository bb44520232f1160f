"""What an archive holds, counted row by row: all of them are read before its owner is asked anything."""

from collections import Counter

from akkord.music.queries import Reference, found_here

from .format import (
    ACCOUNT,
    ALBUMS,
    DOCUMENTS,
    KEPT,
    LIKED,
    MESSAGES,
    MUSIC,
    PHOTOS,
    PODCASTS,
    PODCASTS_FILE,
    POSTS,
    PROFILE,
    SOUNDS,
    TALKS,
    TIES,
    MusicSaid,
)
from .opening import Opened


def name_in(archive: Opened) -> str:
    said: str = archive.read("data/profile.json", PROFILE).name
    return said


def holds(archive: Opened) -> dict[str, int]:
    """kind → how many. Raises Refused at the first row that is not of the format."""
    archive.read("data/profile.json", PROFILE)
    archive.read("data/account.json", ACCOUNT)
    archive.read("data/liked.json", LIKED)
    archive.read("data/kept.json", KEPT)
    ties = archive.read("data/people.json", TIES)
    found = Counter(friends=len(ties.friends), albums=len(archive.read("data/albums.json", ALBUMS)))
    for _file, rows in archive.parts("posts", POSTS):
        for row in rows:
            found["posts" if row.by.number == archive.owner else "others_posts"] += 1
    for _file, rows in archive.parts("photos", PHOTOS):
        found["photos"] += len(rows)
    for _file, rows in archive.parts("documents", DOCUMENTS):
        found["documents"] += len(rows)
    for _file, rows in archive.parts("sounds", SOUNDS):
        found["sounds"] += sum(1 for each in rows if each.file and not each.spoken)
    if PODCASTS_FILE in archive.manifest.files:
        found["podcasts"] = len(archive.read(PODCASTS_FILE, PODCASTS))
    for talk in archive.read("data/messages.json", TALKS):
        found["talks"] += 1
        for file in talk.files:
            found["messages"] += len(archive.read(file, MESSAGES))
    return dict(found + _music(archive.read("data/music.json", MUSIC)))


def _music(said: MusicSaid) -> Counter[str]:
    tracks = [*said.tracks, *(track for playlist in said.playlists for track in playlist.tracks)]
    different = {(t.title, t.artist, t.seconds, t.isrc) for t in tracks}
    here = sum(1 for number in found_here([Reference(*each) for each in different]) if number)
    return Counter(playlists=len(said.playlists), tracks=len(different), tracks_here=here)
