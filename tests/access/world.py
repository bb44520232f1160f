"""A world of one owner, whose page is for friends and whose community is private, and all who come by."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from akkord.board import actions as board
from akkord.dialogs import actions as dialogs
from akkord.documents import actions as documents
from akkord.flow import clock
from akkord.groups import actions as groups
from akkord.groups.rules import Role
from akkord.music import actions as music
from akkord.music.models import Track, Upload
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.photos import actions as photos
from akkord.photos.actions import Described
from akkord.podcasts import actions as podcasts
from akkord.podcasts.models import Episode
from akkord.wall import actions as wall
from factories import a_club, a_person, a_track, friends

ACTORS = (
    "guest", "owner", "friend", "friend's friend", "stranger", "blocked", "banned", "member", "moderator",
    "staff",
)  # fmt: skip
NOTHING = 987654321
_WORDS = {"SlugConverter": "nothing", "StringConverter": "nothing", "Short": "nothing.here"}
MARK = "<i>\"'&mark;"  # what is seeded in every text and may stand on no page as it is


@dataclass
class World:
    """Who there is, and by the beginning of an address the numbers of what is the owner's."""

    people: dict[str, Person | None] = field(default_factory=dict)
    things: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    api: dict[str, dict[str, Any]] = field(default_factory=dict)  # by the beginning of an operation's path

    def arguments(self, path: str, converters: Mapping[str, object]) -> dict[str, Any]:
        """What stands in the holes of a pattern: the owner's thing, or what is nobody's."""
        held = next((held for begins, held in self.things if re.match(begins, path)), {})
        return {name: held.get(name, _nobodys(converter)) for name, converter in converters.items()}


def _nobodys(converter: object) -> Any:
    """A value of the converter's kind that names nothing."""
    kind = type(converter).__name__
    return (
        uuid.UUID(int=0)
        if kind == "UUIDConverter"
        else NOTHING
        if "umber" in kind
        else _WORDS.get(kind, NOTHING)
    )


def make_world() -> World:
    made = {name: a_person(f"{name.title()} {MARK}") for name in ACTORS if name not in ("guest", "staff")}
    made["staff"] = a_person("Staff", is_staff=True)
    owner = made["owner"]
    friends(owner, made["friend"])
    friends(made["friend"], made["friend's friend"])
    people.block(owner, made["blocked"])
    people.edit_profile(owner, status=MARK, about=MARK, city=MARK, interests=MARK, contacts=MARK)
    club = _club(made)
    photo = _photo(owner)
    paper = documents.send_in(owner, f"{MARK}.txt", b"A plain text")
    post = wall.write_post(owner, wall_person=owner, text=f"Words {MARK}", photo_ids=[photo.pk])
    comment = wall.write_comment(owner, post, text=f"Said {MARK}")
    topic = board.open_topic(owner, club, f"Topic {MARK}", f"Remark {MARK}")
    track = a_track(owner, f"Song {MARK}", f"Artist {MARK}")
    playlist = music.make_playlist(owner, f"List {MARK}", about=f"About {MARK}")
    episode = _episode(owner)
    near = people.make_list(owner, f"Near {MARK}")
    later = wall.write_later(owner, clock.now() + timedelta(days=1), wall_person=owner, text=MARK)
    chat = dialogs.found_chat(owner, f"Chat {MARK}", [made["friend"].pk])
    note = _voice_note(owner)
    said = dialogs.say(owner, chat.pk, dialogs.Words(text=MARK, voices=(note,), documents=(paper.pk,)))
    people.choose_audiences(owner, {Key.PAGE: Audience(Level.FRIENDS)})
    return World(
        {"guest": None, **made},
        [
            (r"club<.*requests/", {"number": club.pk, "person": made["stranger"].pk}),
            (r"club<.*(members|bans)/<", {"number": club.pk, "person": made["member"].pk}),
            (r"club<.*queue/<", {"number": club.pk, "suggestion": 1}),
            (r"(club|board)<", {"number": club.pk}),
            (r"topic<.*remark", {"number": club.pk, "topic": topic.pk, "remark": 1}),
            (r"topic<", {"number": club.pk, "topic": topic.pk}),
            (r"wall<|feed/(hide|show)", {"number": post.pk}),
            (r"comment<", {"number": comment.pk}),
            (r"photoalbum<", {"number": photo.album_id}),
            (r"photo<", {"number": photo.pk}),
            (r"doc<", {"number": paper.pk}),
            (r"id<.*face<", {"number": owner.pk, "photo": photo.pk}),
            (r"(id|photos|audios)<|feed/(un)?mute/<", {"number": owner.pk}),
            (r"audio<.*track", {"track": track.pk}),
            (r"(audio|album|artist)<|listen/<number", {"number": track.pk}),
            (r"podcast<", {"number": episode.feed_id, "episode": episode.pk}),
            (r"playlist<", {"owner": owner.pk, "number": playlist.pk}),
            (r"friends/lists/", {"number": near.pk}),
            (r"feed/later/", {"number": later.pk}),
            (r"im/voice", {"within": f"m{said.pk}", "note": note}),
            (r"im/<.*message", {"where": f"c{chat.pk}", "seq": 1}),
            (r"im/<", {"where": f"c{chat.pk}"}),
            (r"report/", {"kind": "post", "number": post.pk}),
        ],
        {
            "/people/": {"number": owner.pk},
            "/friends/": {"number": owner.pk},
            "/friends/requests/": {"number": made["friend's friend"].pk},
            "/blocked/": {"number": owner.pk},
            "/clubs/": {"number": club.pk, "person": made["member"].pk, "topic": topic.pk, "suggestion": 1},
            "/clubs/{number}/requests/": {"number": club.pk, "person": made["stranger"].pk},
            "/clubs/{number}/invitations/": {"number": club.pk, "person": made["friend"].pk},
            "/clubs/{number}/bans/": {"number": club.pk, "person": made["member"].pk},
            "/podcasts/": {"number": episode.feed_id, "episode": episode.pk},
            "/posts/": {"number": post.pk},
            "/posts/later/": {"number": later.pk},
            "/bookmarks/": {"number": post.pk},
            "/comments/": {"number": comment.pk},
            "/tracks/": {"number": track.pk},
            "/music/": {"number": track.pk},
            "/likes/": {"number": track.pk, "kind": "track"},
            "/stars/": {"number": track.pk, "kind": "track"},
            "/uploads/": {"upload_id": track.upload_id},
            "/playlists/": {"number": playlist.pk, "place": 0},
            "/dialogs/": {"number": chat.pk, "seq": 1},
            "/dialogs/{number}/messages/{seq}/voices/": {"number": chat.pk, "seq": said.seq, "note": note},
            "/chats/": {"number": chat.pk, "person": made["friend"].pk},
        },
    )


def _club(made: dict[str, Person]) -> Any:
    club = a_club(made["owner"], f"Club {MARK}")
    for name in ("member", "moderator", "banned"):
        groups.join(made[name], club)
    groups.appoint(made["owner"], club, made["moderator"].pk, Role.MODERATOR)
    groups.ban(made["owner"], club, made["banned"], "spam", "year", MARK)
    groups.edit_group(made["owner"], club, door="private", about=MARK)
    return club


def _episode(owner: Person) -> Episode:
    feed = podcasts.follow(owner, "https://radio.example/feed.xml")
    return Episode.objects.create(
        feed=feed, guid="1", title=f"Episode {MARK}", about=MARK, address="https://radio.example/1.mp3",
        published_at=clock.now(),
    )  # fmt: skip


def _voice_note(owner: Person) -> uuid.UUID:
    track = a_track(owner, "Voice note", "")
    Track.objects.filter(pk=track.pk).update(spoken=True)
    Upload.objects.filter(pk=track.upload_id).update(spoken=True)
    assert track.upload_id is not None
    return track.upload_id


def _photo(owner: Person) -> Any:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    album = photos.make_album(owner, Described(f"Album {MARK}", MARK))
    return photos.send_in(owner, out.getvalue(), album=album, alt=MARK)
