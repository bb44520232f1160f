"""Tables of music: what is sent in and heard, and what people make of it."""

from .lists import Bookmark, Kept, MusicOrder, Opinion, Playlist, PlaylistEntry, PlayQueue
from .names import Album, Artist
from .shares import Lyrics, Share
from .tracks import Hearing, Match, Play, Reexamination, Track, Upload, UploadStop

__all__ = [
    "Album",
    "Artist",
    "Bookmark",
    "Hearing",
    "Kept",
    "Lyrics",
    "Match",
    "MusicOrder",
    "Opinion",
    "Play",
    "PlayQueue",
    "Playlist",
    "PlaylistEntry",
    "Reexamination",
    "Share",
    "Track",
    "Upload",
    "UploadStop",
]
