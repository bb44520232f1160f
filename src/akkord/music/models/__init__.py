"""Tables of music: what is sent in and heard, and what people make of it."""

from .claiming import ArtistClaim
from .clubs import ClubPlaylist, ClubTrack
from .lists import Bookmark, Kept, MusicOrder, Opinion, Playlist, PlaylistEditor, PlaylistEntry, PlayQueue
from .names import Album, Artist
from .own import OwnMusic
from .packed import ComingList, PackedEntry
from .rooms import Room, Seat
from .scrobbling import Scrobbler
from .shares import Lyrics, Share
from .tagging import TagChange
from .tracks import Hearing, Match, Play, Reexamination, Track, Upload, UploadStop

__all__ = [
    "Album",
    "Artist",
    "ArtistClaim",
    "Bookmark",
    "ClubPlaylist",
    "ClubTrack",
    "ComingList",
    "Hearing",
    "Kept",
    "Lyrics",
    "Match",
    "MusicOrder",
    "Opinion",
    "OwnMusic",
    "PackedEntry",
    "Play",
    "PlayQueue",
    "Playlist",
    "PlaylistEditor",
    "PlaylistEntry",
    "Reexamination",
    "Room",
    "Scrobbler",
    "Seat",
    "Share",
    "TagChange",
    "Track",
    "Upload",
    "UploadStop",
]
