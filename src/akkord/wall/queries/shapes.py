"""What one reader sees of posts and comments, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime

from akkord.documents.queries import DocumentView
from akkord.groups.queries import Group
from akkord.groups.rules import Voice
from akkord.music.queries import TrackRow
from akkord.people.queries import Person
from akkord.photos.queries import PhotoView

from .cards import Card
from .polls import PollView

Speaker = Person | Group  # in whose name something is said


def speaking(club: Group | None, author: Person | None) -> Speaker:
    """Whose name stands over it: a view without a community always has its author."""
    speaker = club or author
    assert speaker is not None
    return speaker


@dataclass(frozen=True)
class Restriction:
    """Why a post is not shown where the listener is."""

    authority: str  # "…" while a law forbids naming it
    law: str  # the provision it named; "" while that may not be told
    since: datetime
    entry: int | None  # number of its line in the log, once it has one


@dataclass(frozen=True)
class CommentView:
    """A comment as one reader sees it; one that they deleted themselves may come back for a day."""

    number: int
    post: int
    author: Person | None  # None where the reader is not told who wrote in the community's name
    club: Group | None  # in whose name it is said
    own: bool  # the reader wrote it
    answers: Speaker | None  # whom it answers within a thread
    within: bool  # a thread that another began
    text: str
    mentions: dict[str, int]
    made_at: datetime
    tracks: list[TrackRow]
    likes: int
    liked: bool
    deletable: bool
    deleted: bool
    restriction: Restriction | None = None
    voice: Voice = Voice.OWN

    @property
    def speaker(self) -> Speaker:
        return speaking(self.club, self.author)

    @property
    def href(self) -> str:
        return f"/wall{self.post}?at={self.number}#comment{self.number}"


@dataclass(frozen=True)
class Source:
    """What a post passes on; without speaker and words where the reader does not see it."""

    number: int
    speaker: Speaker | None
    wall_group: Group | None
    text: str
    mentions: dict[str, int]
    made_at: datetime | None
    tracks: list[TrackRow]
    restriction: Restriction | None
    photos: list[PhotoView] = field(default_factory=list)
    documents: list[DocumentView] = field(default_factory=list)


@dataclass(frozen=True)
class PostView:
    """A post as one listener sees it; where it is restricted only its author sees its text and tracks."""

    number: int
    author: Person | None  # None where the reader is not told who wrote in the community's name
    own: bool  # the listener wrote it
    wall_person: Person | None
    wall_group: Group | None
    text: str
    made_at: datetime
    tracks: list[TrackRow]
    deletable: bool  # by this listener
    restriction: Restriction | None
    likes: int = 0
    liked: bool = False
    comments: int = 0
    last_comments: list[CommentView] = field(default_factory=list)
    commentable: bool = False  # by this listener
    mentions: dict[str, int] = field(default_factory=dict)
    reposts: int = 0
    chain: list[Source] = field(default_factory=list)  # what it passes on, the nearest first
    audience: str = ""  # of its own; "" is all whom the wall lets
    pinned: bool = False
    pinnable: bool = False  # by this listener, on its wall
    edited: bool = False
    editable: bool = False
    poll: PollView | None = None
    kept: bool = False  # by this listener, to read again
    photos: list[PhotoView] = field(default_factory=list)
    documents: list[DocumentView] = field(default_factory=list)
    card: Card | None = None
    brought: bool = False  # from another site
    voice: Voice = Voice.OWN

    @property
    def speaker(self) -> Speaker:
        return speaking(self.wall_group if self.voice else None, self.author)

    @property
    def href(self) -> str:
        return f"/wall{self.number}"


@dataclass(frozen=True)
class PostPage:
    """Some posts, newest first, and where the next page begins (None at the end)."""

    posts: list[PostView]
    before: int | None
