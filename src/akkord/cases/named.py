"""What a notice or an act names on this site, and whether what the site knows speaks against it."""

from collections.abc import Mapping, Sequence

from akkord.catalogue import queries as catalogue
from akkord.documents import queries as documents
from akkord.flow import clock
from akkord.music import queries as music
from akkord.photos import queries as photos
from akkord.rights import queries as rights
from akkord.rights.territories import TerritorySet
from akkord.wall import queries as wall

from .models import OrderRow, ProceedingRow
from .rules import Named, Names, name

Found = OrderRow.Found


def rows_for(
    places: Sequence[str], organisation: int | None, where: TerritorySet, *, posts: bool = False
) -> list[ProceedingRow]:
    """A row for each address, recording or ISRC among the words; a constant number of queries.

    With `posts` an address may be that of a post, a photo or a document.
    """
    asked = [n for n in (name(i, word) for i, word in enumerate(places, 1)) if n.how != Names.TITLE]
    tracks = music.tracks_by_numbers({int(n.value) for n in asked if n.how == Names.TRACK})
    isrcs = catalogue.recordings_by_isrcs({n.value for n in asked if n.how == Names.ISRC})
    known = catalogue.recordings_by_ids({int(n.value) for n in asked if n.how == Names.RECORDING})
    authors = wall.authors_of({int(n.value) for n in asked if n.how == Names.POST}) if posts else {}
    owners = photos.owners_of({int(n.value) for n in asked if n.how == Names.PHOTO}) if posts else {}
    papers = documents.owners_of({int(n.value) for n in asked if n.how == Names.DOCUMENT}) if posts else {}
    rows = []
    for line, named in enumerate(asked, 1):
        row = ProceedingRow(line=line, given=named.given, found=Found.NOT_FOUND)
        _find(row, named, tracks, {**{str(pk): r for pk, r in known.items()}, **isrcs}, authors, owners)
        if named.how == Names.DOCUMENT and (found := papers.get(int(named.value))) is not None:
            row.found, (row.person_id, row.content_id) = ProceedingRow.DOCUMENT, found
        rows.append(row)
    judge(rows, organisation, where)
    return rows


def _find(
    row: ProceedingRow,
    named: Named,
    tracks: dict,  # type: ignore[type-arg]
    recordings: dict,  # type: ignore[type-arg]
    authors: Mapping[int, int],
    owners: Mapping[int, int],
) -> None:
    if named.how == Names.TRACK and (track := tracks.get(int(named.value))) is not None:
        row.found, row.sound_id, row.person_id = Found.FILE, track.sound_id, track.person_id
    elif named.how in (Names.ISRC, Names.RECORDING) and (found := recordings.get(named.value)) is not None:
        row.found, row.recording_id = Found.RECORDING, found.pk
    elif named.how == Names.POST and (author := authors.get(int(named.value))) is not None:
        row.found, row.post_id, row.person_id = ProceedingRow.POST, int(named.value), author
    elif named.how == Names.PHOTO and (owner := owners.get(int(named.value))) is not None:
        row.found, row.photo_id, row.person_id = ProceedingRow.PHOTO, int(named.value), owner


def judge(rows: list[ProceedingRow], organisation: int | None, where: TerritorySet) -> None:
    """A row is contradicted where its sound is free for all, or proven to be others' alone."""
    heard = music.recordings_of_sounds({row.sound_id for row in rows if row.sound_id})
    everything = {r for found in heard.values() for r in found} | {
        r.recording_id for r in rows if r.recording_id
    }
    owners = rights.proven_owners(everything)
    free = rights.free_recordings(everything, clock.now(), where)
    for row in rows:
        of_row = [row.recording_id] if row.recording_id else heard.get(row.sound_id or 0, [])
        others = [r for r in of_row if owners.get(r) and organisation not in owners[r]]
        row.contradicted = bool(of_row) and all(r in free or r in others for r in of_row)
