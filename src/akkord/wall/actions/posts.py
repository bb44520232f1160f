"""Writing posts and taking them away."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from akkord.flow import clock, outbox
from akkord.groups import actions as groups
from akkord.groups.queries import Group, kept_by
from akkord.groups.rules import Deed, Voice
from akkord.people.queries import Person, lists_of
from akkord.people.rules.privacy import Audience
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind
from akkord.words.markup import tags_in

from .. import errors, queries
from ..models import Post, Tag, Version
from ..rules import MOST_CHARACTERS, MOST_IN_CHAIN, MOST_TAGS, tidy_text
from .cards import note_link
from .carrying import carried_by, carry, carry_documents, check_documents, check_photos, check_tracks
from .pacing import check_pace
from .polls import Question, ask, tidy_question
from .receipts import keep_receipt


@transaction.atomic
def write_post(
    author: Person,
    *,
    wall_person: Person | None = None,
    wall_group: Group | None = None,
    text: str = "",
    track_ids: Sequence[int] = (),
    photo_ids: Sequence[int] = (),
    document_ids: Sequence[int] = (),
    of: Post | None = None,
    audience: Audience | None = None,
    admitted: bool = False,
    poll: Question | None = None,
    voice: Voice = Voice.OWN,
) -> Post:
    """Write on a person's or a community's wall; tracks are attached by reference and grant nothing, photos
    and documents of the author's own are had by whoever sees the post.

    `of` is a post that the author sees and passes on, with words or without; `audience`, on one's own wall,
    lets fewer see it than the wall does; `admitted`: an editor of the community publishes what the author
    suggested; `voice`: in whose name an editor writes on a community's wall. Raises NothingSaid, TooLong,
    TooManyTracks, TooMuchAttached, NotYourPhoto, NotYourDocument, NotYourWall, NotYourAudience, BadPoll,
    Quiet, TooManyLinks, TooFast, music NoSuchTrack.
    """
    said, numbers, pictures = tidy_text(text), list(dict.fromkeys(track_ids)), list(dict.fromkeys(photo_ids))
    asked = tidy_question(poll) if poll is not None else None
    papers = list(dict.fromkeys(document_ids))
    if said or numbers or (of is None and asked is None and not papers):
        check_words(said, numbers, pictures)
    check_photos(author.pk, pictures, numbers, ())
    check_documents(author.pk, papers, len(numbers) + len(pictures))
    if not admitted:
        check_place(author, wall_person, wall_group, audience)
    check_voice(author, wall_group, voice)
    check_pace(author, said, Post)
    source = _source(author, of)
    post = Post.objects.create(
        author=author,
        wall_person=wall_person,
        wall_group=wall_group,
        voice=voice,
        text=said,
        made_at=clock.now(),
        mentions=queries.named_in(author.pk, said),
        of=source,
        asks=asked is not None,
        audience=audience.level.value if audience else "",
        audience_lists=sorted(audience.lists) if audience else [],
        audience_people=sorted(audience.people) if audience else [],
        chain=[source.pk, *source.chain][:MOST_IN_CHAIN] if source else [],
    )
    carry(post, numbers, pictures)
    carry_documents(post, papers)
    Tag.objects.bulk_create([Tag(post=post, name=name) for name in tags_in(said)[:MOST_TAGS]])
    note_link(post)
    keep_receipt(post)
    if asked is not None:
        ask(post, asked)
    if wall_person is not None and wall_person.pk != author.pk:
        outbox.tell(f"person:{wall_person.pk}", "post", post=post.pk, by=author.pk, name=author.name)
    outbox.announce("post_written", post=post.pk, mentions=sorted(set(post.mentions.values())))
    if source is not None:
        Post.objects.filter(pk=source.pk).update(reposts=F("reposts") + 1)
        outbox.announce("reposted", post=post.pk, of=source.pk)
    return post


def check_words(said: str, numbers: list[int], pictures: Sequence[int] = ()) -> None:
    """Whether this can be a post. Raises NothingSaid, TooLong, TooManyTracks, music NoSuchTrack."""
    if not said and not numbers and not pictures:
        raise errors.NothingSaid
    if len(said) > MOST_CHARACTERS:
        raise errors.TooLong
    check_tracks(numbers)


def check_place(
    author: Person, wall_person: Person | None, wall_group: Group | None, audience: Audience | None
) -> None:
    """Whether the author may write there, for those alone. Raises NotYourWall, NotYourAudience."""
    person_wall = wall_person.pk if wall_person else None
    if not queries.may_write(author.pk, person_wall, wall_group.pk if wall_group else None):
        raise errors.NotYourWall
    if audience is None:
        return
    own = {each.pk for each in lists_of(author.pk)} if audience.lists else set()
    if person_wall != author.pk or not audience.lists <= own:
        raise errors.NotYourAudience


def check_voice(author: Person, wall_group: Group | None, voice: str) -> None:
    """Whether the author may write in this name there. Raises NotYourWall."""
    if voice and not queries.may_speak(author.pk, wall_group.pk if wall_group else None):
        raise errors.NotYourWall


def _source(author: Person, of: Post | None) -> Post | None:
    """What is really passed on: a post that only passes another on, without a word, stands for that one.

    Not for one that is not there for the author, or is restricted anywhere.
    """
    if of is None or of.of is None or of.text or any(carried_by(of)):
        return of
    there = queries.seen_by(author.pk, list(queries.visible_posts().filter(pk=of.of.pk)))
    return of.of if there and not rights.blocks_on(ScopeKind.POST, of.of.pk).exists() else of


@transaction.atomic
def delete_post(person: Person, post: Post) -> None:
    """Its author, or a keeper of the wall, takes a post away: their own act, no restriction.

    Of a community's keeper its log tells.

    Raises NotYours. Twice is once.
    """
    if not queries.deletable_by(person.pk, [post]):
        raise errors.NotYours
    standing = Post.objects.filter(pk=post.pk, deleted_at=None)
    if not standing.update(deleted_at=clock.now(), deleted_by=person, pinned_at=None):
        return
    outbox.announce("words_changed", kind="posts", number=post.pk)
    if post.of_id:
        Post.objects.filter(pk=post.of_id).update(reposts=F("reposts") - 1)
    if post.wall_group is not None and post.author_id != person.pk:
        groups.note(post.wall_group, person, Deed.POST_REMOVED, whom=post.author_id)


@transaction.atomic
def restore_post(person: Person, number: int) -> Post:
    """Whoever deleted a post brings it back, within a day. Raises NoSuchPost."""
    post = queries.deleted_post_for(person.pk, number)
    gone = Post.objects.filter(pk=number, deleted_by=person)
    if not gone.update(deleted_at=None, deleted_by=None):
        return post
    outbox.announce("words_changed", kind="posts", number=number)
    if post.of_id:
        Post.objects.filter(pk=post.of_id).update(reposts=F("reposts") + 1)
    return post


@transaction.atomic
def edit_post(
    person: Person,
    post: Post,
    *,
    text: str,
    track_ids: Sequence[int],
    photo_ids: Sequence[int] | None = None,
    audience: Audience | None = None,
) -> None:
    """Its author changes a post; what it said before stays to be read. `photo_ids` None: its photos stay.

    Raises NotYourPost, NothingSaid, TooLong, TooManyTracks, TooMuchAttached, NotYourPhoto, NotYourWall,
    NotYourAudience, Quiet, TooManyLinks, TooFast, music NoSuchTrack.
    """
    if post.author_id != person.pk:
        raise errors.NotYourPost
    said, numbers = tidy_text(text), list(dict.fromkeys(track_ids))
    stood = carried_by(post)[1]
    pictures = stood if photo_ids is None else list(dict.fromkeys(photo_ids))
    bare = post.of_id is None and not post.asks and not queries.documents_on(post)
    if said or numbers or bare:
        check_words(said, numbers, pictures)
    check_photos(person.pk, pictures, numbers, stood)
    check_place(person, post.wall_person, post.wall_group, audience)
    check_voice(person, post.wall_group, post.voice)
    check_pace(person, said, Post)
    locked = Post.objects.select_for_update().get(pk=post.pk)
    tracks, photos = carried_by(locked)
    changed = (said, numbers, pictures) != (locked.text, tracks, photos)
    if changed:
        said_at = locked.edited_at or locked.made_at
        Version.objects.create(post=locked, text=locked.text, tracks=tracks, photos=photos, said_at=said_at)
        carry(locked, numbers, pictures)
        Tag.objects.filter(post=locked).delete()
        Tag.objects.bulk_create([Tag(post=locked, name=name) for name in tags_in(said)[:MOST_TAGS]])
        locked.text, locked.mentions = said, queries.named_in(person.pk, said)
        locked.edited_at = clock.now()
        note_link(locked)
        outbox.announce("words_changed", kind="posts", number=post.pk)
    locked.audience = audience.level.value if audience else ""
    locked.audience_lists = sorted(audience.lists) if audience else []
    locked.audience_people = sorted(audience.people) if audience else []
    locked.save()
    if changed:
        keep_receipt(locked)
        outbox.announce("post_changed", post=locked.pk)


@transaction.atomic
def pin(person: Person, post: Post) -> None:
    """Whoever keeps the wall puts one post above the others. Raises NotYours."""
    _check_keeper(person, post)
    there = Post.objects.filter(wall_person=post.wall_person_id, wall_group=post.wall_group_id)
    there.filter(pinned_at__isnull=False).update(pinned_at=None)
    Post.objects.filter(pk=post.pk, deleted_at=None).update(pinned_at=clock.now())


def unpin(person: Person, post: Post) -> None:
    """Put it back among the others. Raises NotYours."""
    _check_keeper(person, post)
    Post.objects.filter(pk=post.pk).update(pinned_at=None)


def _check_keeper(person: Person, post: Post) -> None:
    if not queries.keeps(person.pk, post, set(kept_by(person.pk)) if post.wall_group_id else set()):
        raise errors.NotYours
