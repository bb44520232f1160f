"""Pages of artists: claimed with evidence, decided with a reason, merged where two are one."""

from django.db import IntegrityError, transaction

from akkord.flow import clock
from akkord.music import errors, queries, rules
from akkord.music.models import Album, Artist, ArtistClaim, Opinion, Track
from akkord.people.models import Person

MOST_WAITING = 10
LEAST_EVIDENCE = 20  # characters
_State = ArtistClaim.State


@transaction.atomic
def claim_artist(person: Person, artist_id: int, evidence: str) -> ArtistClaim:
    """Say that a page is one's own. Raises NoSuchArtist, EvidenceMissing, AlreadyClaimed."""
    artist, evidence = queries.artist_by_number(artist_id), _tidy_lines(evidence)[:2000]
    if len(evidence) < LEAST_EVIDENCE:
        raise errors.EvidenceMissing
    mine = ArtistClaim.objects.filter(person=person)
    open_ones = mine.filter(state__in=[_State.WAITING, _State.GRANTED], artist=artist).exists()
    if open_ones or mine.filter(state=_State.WAITING).count() >= MOST_WAITING:
        raise errors.AlreadyClaimed
    said = {"evidence": evidence, "made_at": clock.now()}
    try:
        with transaction.atomic():
            return ArtistClaim.objects.create(artist=artist, person=person, **said)
    except IntegrityError as twice:  # pressed twice: the other was faster
        raise errors.AlreadyClaimed from twice


@transaction.atomic
def link_artist(person: Person, artist_id: int, text: str) -> list[str]:
    """Where else the artist is, an address a line, by whoever's page it is; what is no web address is left
    out. Raises NoSuchArtist, NotYours, TooManyLinks."""
    artist = queries.artist_by_number(artist_id)
    found = list(dict.fromkeys(rules.link_from(line) for line in text.splitlines()))
    links = [link for link in found if link]
    if len(links) > rules.MOST_LINKS:
        raise errors.TooManyLinks
    mine = ArtistClaim.objects.filter(person=person, artist=artist, state=_State.GRANTED)
    if not mine.update(links=links):
        raise errors.NotYours
    return links


def _tidy_lines(text: str) -> str:
    return "\n".join("".join(c for c in line if c.isprintable()) for line in text.splitlines()).strip()


@transaction.atomic
def decide_claim(staff: Person, number: int, *, granted: bool, reason: str) -> None:
    """By the staff, once, with a reason the claimant reads. Raises NoSuchClaim, ReasonMissing."""
    reason = rules.tidy_words(reason, 500)
    if not reason:
        raise errors.ReasonMissing
    waiting = ArtistClaim.objects.filter(pk=number, state=_State.WAITING)
    state = _State.GRANTED if granted else _State.REFUSED
    if not waiting.update(state=state, reason=reason, decided_by=staff, decided_at=clock.now()):
        raise errors.NoSuchClaim


def end_claim(person: Person, artist_id: int) -> None:
    """One gives up a page, or a claim that waits."""
    held = ArtistClaim.objects.filter(person=person, artist=artist_id)
    held.filter(state__in=[_State.WAITING, _State.GRANTED]).update(state=_State.ENDED)


@transaction.atomic
def merge_artists(one_id: int, into_id: int) -> None:
    """Two names are one artist: tracks, albums, likes and claims go over, and what comes under the old name
    later goes there, too. Raises NoSuchArtist, SameArtist."""
    one, into = queries.artist_by_number(one_id), queries.artist_by_number(into_id)
    if one.pk == into.pk:
        raise errors.SameArtist
    for album in Album.objects.filter(artist=one):
        _move_album(album, into)
    Track.objects.filter(by=one).update(by=into)
    known = Opinion.objects.filter(artist=into).values("person")
    Opinion.objects.filter(artist=one, person__in=known).delete()
    Opinion.objects.filter(artist=one).update(artist=into)
    held = ArtistClaim.objects.filter(artist=into, state__in=[_State.WAITING, _State.GRANTED])
    ArtistClaim.objects.filter(artist=one, person__in=held.values("person")).update(state=_State.ENDED)
    ArtistClaim.objects.filter(artist=one).update(artist=into)
    Artist.objects.filter(merged_into=one).update(merged_into=into)
    Artist.objects.filter(pk=one.pk).update(merged_into=into)


def _move_album(album: Album, into: Artist) -> None:
    """To the other artist; where the same person has an album of this name there, the two become one."""
    same = (
        Album.objects.filter(person=album.person_id, artist=into, key=album.key) if album.person_id else None
    )
    other = same.first() if same is not None else None
    if other is None:
        Album.objects.filter(pk=album.pk).update(artist=into)
        return
    Track.objects.filter(album=album).update(album=other)
    known = Opinion.objects.filter(album=other).values("person")
    Opinion.objects.filter(album=album, person__in=known).delete()
    Opinion.objects.filter(album=album).update(album=other)
    album.delete()
