"""The schema of an archive, version 2: every row of every file another site reads, and nothing besides."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from akkord.people.rules.privacy import Key, Level

from .errors import Fault, Refused

MOST_ROWS = 1000  # in a part
MOST_NUMBER = 10**18


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("holds a NUL")
    return text


NO_NUL = AfterValidator(_no_nul)
Text5 = Annotated[str, StringConstraints(max_length=5), NO_NUL]
Text8 = Annotated[str, StringConstraints(max_length=8), NO_NUL]
Text10 = Annotated[str, StringConstraints(max_length=10), NO_NUL]
Text12 = Annotated[str, StringConstraints(max_length=12), NO_NUL]
Text32 = Annotated[str, StringConstraints(max_length=32), NO_NUL]
Text40 = Annotated[str, StringConstraints(max_length=40), NO_NUL]
Text80 = Annotated[str, StringConstraints(max_length=80), NO_NUL]
Text100 = Annotated[str, StringConstraints(max_length=100), NO_NUL]
Text120 = Annotated[str, StringConstraints(max_length=120), NO_NUL]
Text140 = Annotated[str, StringConstraints(max_length=140), NO_NUL]
Text200 = Annotated[str, StringConstraints(max_length=200), NO_NUL]
Text255 = Annotated[str, StringConstraints(max_length=255), NO_NUL]
Text254 = Annotated[str, StringConstraints(max_length=254), NO_NUL]
Text500 = Annotated[str, StringConstraints(max_length=500), NO_NUL]
Text1000 = Annotated[str, StringConstraints(max_length=1000), NO_NUL]
Text2000 = Annotated[str, StringConstraints(max_length=2000), NO_NUL]
Text4000 = Annotated[str, StringConstraints(max_length=4000), NO_NUL]
Name = Text200
Line = Text200
Number = Annotated[int, Field(ge=1, lt=MOST_NUMBER)]
Count = Annotated[int, Field(ge=0, lt=2**31)]
PersonAddress = Annotated[str, StringConstraints(pattern=r"^/id[1-9][0-9]{0,17}\z")]
PostAddress = Annotated[str, StringConstraints(pattern=r"^/wall[1-9][0-9]{0,17}\z")]
TrackAddress = Annotated[str, StringConstraints(pattern=r"^/audio[1-9][0-9]{0,17}\z")]
LevelSaid = Annotated[str, AfterValidator(lambda said: Level(said).value)]
KeySaid = Annotated[str, AfterValidator(lambda said: Key(said).value)]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Who(Row):
    """Somebody at the old site; without an address an account that was closed."""

    name: Name
    address: PersonAddress | Literal[""]

    @property
    def number(self) -> int | None:
        return number_of(self.address) if self.address else None


class Place(Row):
    name: Name
    address: Annotated[str, StringConstraints(pattern=r"^/(id|club)[1-9][0-9]{0,17}\z")]


class AudienceSaid(Row):
    level: LevelSaid
    lists: Annotated[list[Text40], Field(max_length=200)]
    people: Annotated[list[PersonAddress], Field(max_length=5000)]


class ProfileSaid(Row):
    name: Text80
    status: Text140
    city: Text80
    about: Text1000
    relationship: Text12
    relatives: Text200
    education: Text200
    career: Text200
    interests: Text500
    speaks: Text120
    site: Text200
    contacts: Text200
    email: Text254
    language: Text5
    theme: Text8
    closed: bool
    born_year_shown: bool
    status_plays: bool
    address: PersonAddress
    face: Number | None
    short_addresses: Annotated[list[Text32], Field(max_length=100)]
    born: date | None
    joined: AwareDatetime


class FriendSaid(Who):
    lists: Annotated[list[Text40], Field(max_length=200)]
    hidden: bool


Many = Annotated[list[Who], Field(max_length=100_000)]


class TiesSaid(Row):
    friends: Annotated[list[FriendSaid], Field(max_length=100_000)]
    lists: Annotated[list[Text40], Field(max_length=200)]
    i_read: Many
    read_me: Many
    asked_me: Many
    i_asked: Many
    black_list: Many


class AccountSaid(Row):
    who_sees_what: dict[KeySaid, AudienceSaid]
    sign_ins: list[dict[str, Any]]
    tokens: list[dict[str, Any]]


class TrackSaid(Row):
    """A track by what it is called everywhere."""

    title: Line
    artist: Line
    seconds: Annotated[float, Field(ge=0, lt=10**6, allow_inf_nan=False)]
    isrc: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}[A-Z0-9]{3}[0-9]{7})?\z")]
    address: TrackAddress


class AnswerSaid(Row):
    text: Text100
    votes: Count


class PollSaid(Row):
    question: Text200
    multiple: bool
    ends: AwareDatetime | None
    voters: Count
    answers: Annotated[list[AnswerSaid], Field(min_length=2, max_length=10)]


class PassedOn(Row):
    address: PostAddress
    by: Who
    text: Text4000
    at: AwareDatetime | None


class CommentSaid(Row):
    number: Number
    by: Who
    at: AwareDatetime
    text: Text2000
    answers: Number | None


class PostSaid(Row):
    address: PostAddress
    at: AwareDatetime
    edited: AwareDatetime | None
    by: Who
    on: Place
    text: Text4000
    audience: AudienceSaid | None
    pinned: bool
    tracks: Annotated[list[TrackSaid], Field(max_length=10)]
    photos: Annotated[list[Number], Field(max_length=10)]
    documents: Annotated[list[Number], Field(max_length=10)] = []  # archives of before have none
    poll: PollSaid | None
    passes_on: PassedOn | None
    likes: Count
    comments: Annotated[list[CommentSaid], Field(max_length=100_000)]

    @property
    def number(self) -> int:
        return number_of(self.address)


class LikeSaid(Row):
    address: PostAddress
    at: AwareDatetime


class PhotoSaid(Row):
    number: Number
    file: Annotated[str, StringConstraints(pattern=r"^photos/[1-9][0-9]{0,17}\.jpg\z")]
    alt: Text500
    album: Text100
    in_album: Number | None
    at: AwareDatetime


class DocumentSaid(Row):
    """A document somebody sent in; without a file where its bytes were lost."""

    number: Number
    file: Annotated[str, StringConstraints(pattern=r"^(documents/[1-9][0-9]{0,17}\.[a-z0-9]{1,8})?\z")]
    name: Text200
    bytes: Count
    at: AwareDatetime


class SoundSaid(Row):
    """A sound somebody sent in; without a file where it is left out, and why."""

    number: Number
    file: Annotated[str, StringConstraints(pattern=r"^(sounds/[1-9][0-9]{0,17}\.[a-z0-9]{1,8})?\z")]
    left_out: Literal["", "unasked", "room", "silent"]
    name: Text255
    title: Line
    artist: Line
    spoken: bool
    bytes: Annotated[int, Field(ge=0, lt=2**50)]
    at: AwareDatetime


class AlbumSaid(Row):
    number: Number
    title: Text100
    about: Text500
    audience: AudienceSaid | None
    at: AwareDatetime


class TalkSaid(Row):
    """A conversation, and the files its messages stand in."""

    address: Annotated[str, StringConstraints(pattern=r"^/im/c?[1-9][0-9]{0,17}\z")]
    title: Annotated[Name, Field(alias="with")]
    chat: bool
    members: Many
    files: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^data/messages-[0-9]+-[0-9]+\.json\z")]],
        Field(max_length=10_000),
    ]
    page: Text80


class QuoteSaid(Row):
    by: Name
    text: Text4000


class NamedTrack(Row):
    title: Line
    artist: Line
    address: TrackAddress


class VoiceSaid(Row):
    """A voice note; its sound is heard in its conversation alone."""

    seconds: Annotated[float, Field(ge=0, le=86_400)]


class MessageSaid(Row):
    number: Number
    at: AwareDatetime
    by: Who
    text: Text4000
    event: Text10
    deleted: bool
    answers: Number | None
    passed_on: Annotated[list[QuoteSaid], Field(max_length=100)]
    tracks: Annotated[list[NamedTrack], Field(max_length=1000)]
    posts: Annotated[list[PostAddress], Field(max_length=1000)]
    photos: Annotated[list[Number], Field(max_length=1000)]
    voices: Annotated[list[VoiceSaid], Field(max_length=100)] = []  # archives of before have none
    documents: Annotated[list[Number], Field(max_length=1000)] = []  # nor these


class PlaylistSaid(Row):
    number: Number
    title: Text100
    about: Text500
    public: bool
    at: AwareDatetime
    tracks: Annotated[list[TrackSaid], Field(max_length=5000)]


class MusicSaid(Row):
    tracks: Annotated[list[TrackSaid], Field(max_length=100_000)]
    playlists: Annotated[list[PlaylistSaid], Field(max_length=500)]
    liked: Annotated[list[TrackSaid], Field(max_length=100_000)]
    uploads: list[dict[str, Any]]


class FollowedSaid(Row):
    title: Text1000
    address: Text1000
    site: Text1000


class FileSaid(Row):
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}\z")]
    bytes: Annotated[int, Field(ge=0)]


class Manifest(Row):
    format: Literal["akkord-archive-2"]
    site: Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.-]{1,180}(:[0-9]{1,5})?\z")]
    key: Annotated[str, StringConstraints(max_length=400)]
    person: PersonAddress
    made_at: AwareDatetime
    files: dict[str, FileSaid]


def _rows(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(Annotated[list[kind], Field(max_length=MOST_ROWS)])


MANIFEST = TypeAdapter(Manifest)
PROFILE, TIES, ACCOUNT = TypeAdapter(ProfileSaid), TypeAdapter(TiesSaid), TypeAdapter(AccountSaid)
MUSIC, POSTS, PHOTOS, MESSAGES = TypeAdapter(MusicSaid), _rows(PostSaid), _rows(PhotoSaid), _rows(MessageSaid)
ALBUMS, DOCUMENTS, SOUNDS = _rows(AlbumSaid), _rows(DocumentSaid), _rows(SoundSaid)
LIKED: TypeAdapter[Any] = TypeAdapter(Annotated[list[LikeSaid], Field(max_length=1_000_000)])
KEPT: TypeAdapter[Any] = TypeAdapter(Annotated[list[PostAddress], Field(max_length=1_000_000)])
TALKS: TypeAdapter[Any] = TypeAdapter(Annotated[list[TalkSaid], Field(max_length=100_000)])


PODCASTS: TypeAdapter[Any] = TypeAdapter(Annotated[list[FollowedSaid], Field(max_length=1000)])
PODCASTS_FILE = "data/podcasts.json"


def read(kind: TypeAdapter[Any], file: str, data: bytes) -> Any:
    """What a file says, if it says it in this format. Raises Refused, with the row and the field."""
    try:
        return kind.validate_json(data)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
        where = list(first["loc"])
        row = int(where.pop(0)) + 1 if where and isinstance(where[0], int) else 0
        field = ".".join(str(each) for each in where)
        detail = f"{field}: {first['msg']}" if field else first["msg"]
        raise Refused(Fault("row", file, row, detail[:300])) from wrong


def number_of(address: str) -> int:
    """7 of /id7, /wall7, /im/c7."""
    return int(address.lstrip("/abcdefghijklmnopqrstuvwxyz"))
