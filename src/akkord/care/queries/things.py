"""What is reported, as its reporter sees it: asked of each room's own gate, so nothing hidden is shown."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from akkord.care.errors import NoSuchThing
from akkord.care.rules import Thing
from akkord.dialogs import queries as dialogs
from akkord.dialogs.errors import NoSuchReport
from akkord.documents import queries as documents
from akkord.documents.errors import NoSuchDocument
from akkord.groups import queries as groups
from akkord.groups.errors import NoSuchGroup
from akkord.music import queries as music
from akkord.music.errors import NoSuchTrack
from akkord.music.rules import Listener
from akkord.people import queries as people
from akkord.photos import queries as photos
from akkord.photos.errors import NoSuchPhoto
from akkord.wall import queries as wall
from akkord.wall.errors import NoSuchComment, NoSuchMoment, NoSuchPost


@dataclass(frozen=True)
class Seen:
    """A thing as somebody saw it."""

    href: str
    name: str  # what it is called: a person, a community, a track; in whose name a post stands
    text: str
    whose: int | None  # the member who answers for it
    made_at: str = ""  # ISO, where it has a day
    place: str = ""  # the page it stands on

    def kept(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Wrote:
    """What one person wrote of the messages that were shown."""

    name: str
    texts: list[str]


def seen_by(listener: Listener, thing: Thing, number: int, on_post: int | None = None) -> Seen:
    """The thing as the reader sees it; of a photo or document also on which post. Raises NoSuchThing."""
    look, on = _LOOKS.get(thing), _ON_POSTS.get(thing)
    try:
        if on is not None and on_post is not None:
            return on(listener, number, on_post)
        if look is None:
            raise NoSuchThing
        return look(listener, number)
    except _MISSING as missing:
        raise NoSuchThing from missing


def _post(listener: Listener, number: int) -> Seen:
    post = wall.view_of(listener, number)
    tracks = "\n".join(f"♪ {row.artist} — {row.title}" for row in post.tracks)
    place = (
        f"/id{post.wall_person.pk}"
        if post.wall_person
        else f"/club{post.wall_group.pk}"
        if post.wall_group
        else ""
    )
    return Seen(
        post.href,
        post.speaker.name,
        "\n".join(part for part in (post.text, tracks) if part),
        wall.authors_of([number])[number],
        _day(post.made_at),
        place,
    )


def _comment(listener: Listener, number: int) -> Seen:
    author = wall.open_comment(listener, number).author_id
    said = wall.comment_view(listener, number)
    tracks = "\n".join(f"♪ {row.artist} — {row.title}" for row in said.tracks)
    text = "\n".join(part for part in (said.text, tracks) if part)
    return Seen(said.href, said.speaker.name, text, author, _day(said.made_at), f"/wall{said.post}")


def _person(listener: Listener, number: int) -> Seen:
    person = people.person_for(listener.person_id, number)
    shown = "\n".join(text for text in (person.status, person.about) if text)
    return Seen(f"/id{number}", person.name, shown, person.pk)


def _group(listener: Listener, number: int) -> Seen:
    group = groups.group_for(listener.person_id, number)
    return Seen(f"/club{number}", group.name, group.about, group.owner_id, _day(group.made_at))


def _track(listener: Listener, number: int) -> Seen:
    track = music.track_by_number(number)
    name = f"{track.artist} — {track.title}" if track.artist else track.title
    return Seen(f"/audio{number}", name, "", track.person_id, _day(track.made_at))


def _moment(listener: Listener, number: int) -> Seen:
    said = wall.moment_view(listener, number)
    day, page = _day(said.made_at), f"/audio{said.track}"
    return Seen(f"{page}#moment{number}", said.author.name, said.text, said.author.pk, day, page)


def _photo(listener: Listener, number: int) -> Seen:
    """By the gate of its album; on a message it is reported with its message."""
    photo = photos.photo_for(listener.person_id, number)
    if not photos.open_there(photo, listener.person_id, listener.territory):
        raise NoSuchPhoto(number)
    place = f"/photoalbum{photo.album_id}" if photo.album_id else ""
    return Seen(f"/photo{number}", photo.owner.name, photo.alt, photo.owner_id, _day(photo.made_at), place)


def _photo_on(listener: Listener, number: int, on_post: int) -> Seen:
    """By the gate of the post it stands on."""
    post = wall.open_post(listener, on_post)
    if not wall.carries_photo(post, number):
        raise NoSuchPhoto(number)
    photo = photos.attached_photo(number)
    if not photos.open_there(photo, listener.person_id, listener.territory):
        raise NoSuchPhoto(number)
    href, place = f"/photo{number}?post={on_post}", f"/wall{on_post}"
    return Seen(href, photo.owner.name, photo.alt, photo.owner_id, _day(photo.made_at), place)


def _document_on(listener: Listener, number: int, on_post: int) -> Seen:
    """By the gate of the post it stands on; on a message it is reported with its message."""
    if number not in wall.documents_on(wall.open_post(listener, on_post)):
        raise NoSuchDocument(number)
    found = documents.attached_document(number)
    if not documents.open_there(found, listener.person_id, listener.territory):
        raise NoSuchDocument(number)
    href, made = f"/doc{number}?post={on_post}", _day(found.made_at)
    return Seen(href, found.owner.name, found.name, found.owner_id, made, f"/wall{on_post}")


_LOOKS: dict[Thing, Callable[[Listener, int], Seen]] = {
    Thing.POST: _post,
    Thing.COMMENT: _comment,
    Thing.PERSON: _person,
    Thing.GROUP: _group,
    Thing.TRACK: _track,
    Thing.PHOTO: _photo,
    Thing.MOMENT: _moment,
}


_MISSING = (
    NoSuchPost,
    NoSuchComment,
    NoSuchMoment,
    NoSuchGroup,
    NoSuchTrack,
    NoSuchPhoto,
    NoSuchDocument,
    people.NoSuchPerson,
)

# What also stands on posts, by their gate; on messages all of it is reported with its message.
_ON_POSTS: dict[Thing, Callable[[Listener, int, int], Seen]] = {
    Thing.PHOTO: _photo_on,
    Thing.DOCUMENT: _document_on,
}


def seen_messages(number: int) -> tuple[Seen, int, str]:
    """Messages a member showed the staff; who showed them, and with what words. Raises NoSuchThing."""
    try:
        report = dialogs.report_by_number(number)
    except NoSuchReport as missing:
        raise NoSuchThing from missing
    said = list(report.disclosed.all())
    lines = [f"{shown.author.name}: {shown.text}" for shown in said]
    lines += [f"{shown.author.name}: {earlier}" for shown in said for earlier in shown.earlier]
    wrote = _wrote(report)
    whose = next(iter(wrote)) if len(wrote) == 1 else None  # of several the desk chooses
    names = ", ".join(each.name for each in wrote.values())
    seen = Seen("", names, "\n".join(lines), whose, _day(report.made_at))
    return seen, report.reporter_id, report.words


def seen_with_messages(report: int, thing: Thing, number: int) -> tuple[Seen, int, str]:
    """A photo or document on messages a member showed the staff; who showed it, with what words.

    Raises NoSuchThing.
    """
    kinds = {Thing.PHOTO: "photos", Thing.DOCUMENT: "documents"}
    if thing not in kinds or not dialogs.was_shown(report, kinds[thing], number):
        raise NoSuchThing
    try:
        found = dialogs.report_by_number(report)
        if thing == Thing.PHOTO:
            photo = photos.attached_photo(number)
            seen = Seen("", photo.owner.name, photo.alt, photo.owner_id, _day(photo.made_at))
        else:
            paper = documents.attached_document(number)
            seen = Seen("", paper.owner.name, paper.name, paper.owner_id, _day(paper.made_at))
    except (NoSuchReport, *_MISSING) as missing:
        raise NoSuchThing from missing
    return seen, found.reporter_id, found.words


@dataclass(frozen=True)
class Carried:
    """A photo or document on a post: what it is called, or what is said to be on it."""

    thing: Thing
    number: int
    text: str


def carried_by(post: int) -> list[Carried]:
    """What stands on a post that can be decided about by itself, for whoever judges the post."""
    found = wall.visible_posts().filter(pk=post).first()
    if found is None:
        return []
    pictures = photos.standing_photos().in_bulk(wall.photos_on(found))
    papers = documents.standing_documents().in_bulk(wall.documents_on(found))
    return [
        *(Carried(Thing.PHOTO, number, photo.alt) for number, photo in sorted(pictures.items())),
        *(Carried(Thing.DOCUMENT, number, paper.name) for number, paper in sorted(papers.items())),
    ]


def seen_on_post(post: int, thing: Thing, number: int) -> Seen:
    """A photo or document of a reported post as whoever judges the post sees it. Raises NoSuchThing."""
    if (thing, number) not in {(each.thing, each.number) for each in carried_by(post)}:
        raise NoSuchThing
    place = f"/wall{post}"
    if thing == Thing.PHOTO:
        photo = photos.attached_photo(number)
        href = f"/photo{number}?post={post}"
        return Seen(href, photo.owner.name, photo.alt, photo.owner_id, _day(photo.made_at), place)
    paper = documents.attached_document(number)
    href = f"/doc{number}?post={post}"
    return Seen(href, paper.owner.name, paper.name, paper.owner_id, _day(paper.made_at), place)


def who_wrote(thing: Thing, number: int) -> dict[int, Wrote]:
    """Everybody but their reporter who wrote messages that were shown, by number; of other things nobody."""
    return _wrote(dialogs.report_by_number(number)) if thing == Thing.MESSAGES else {}


def _wrote(report: dialogs.Report) -> dict[int, Wrote]:
    found: dict[int, Wrote] = {}
    for shown in report.disclosed.all():
        if shown.author_id != report.reporter_id:
            mine = found.setdefault(shown.author_id, Wrote(shown.author.name, []))
            mine.texts.extend(text for text in (shown.text, *shown.earlier) if text)
    return found


def track_sound(number: int) -> int:
    """The file a track plays. Raises NoSuchThing."""
    try:
        return music.track_by_number(number).sound_id
    except NoSuchTrack as missing:
        raise NoSuchThing from missing


def document_content(number: int) -> int:
    """What a document holds, whoever else attached the same. Raises NoSuchThing."""
    try:
        return documents.content_of(number)
    except NoSuchDocument as missing:
        raise NoSuchThing from missing


def _day(at: datetime) -> str:
    return at.isoformat()
