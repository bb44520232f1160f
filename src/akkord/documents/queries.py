"""Every read of documents. Whoever asks for one has passed the gate of what it is attached to, or owns it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet, Sum

from akkord.flow import clock
from akkord.people.queries import standing
from akkord.rights import queries as rights
from akkord.rights.terms import ScopeKind
from akkord.store.files import NotKept, files

from .errors import NoSuchDocument
from .models import Document as Document


@dataclass(frozen=True)
class DocumentView:
    """A document where it is attached. `entry`: the number of the line that silences it, once it has one."""

    number: int
    owner: int
    name: str
    size: int
    made_at: datetime
    silent: bool = False
    entry: int | None = None
    within: str = ""  # what lets the viewer have it, as its address names that

    @property
    def href(self) -> str:
        return f"/doc{self.number}{self.within}"


def files_held(names: Collection[str]) -> set[str]:
    """Of names in the store, those of documents whose owners have not left for good."""
    there = Document.objects.filter(content__sha256__in=names, owner__gone_at=None)
    return set(there.values_list("content__sha256", flat=True))


def standing_documents() -> QuerySet[Document]:
    return Document.objects.filter(standing("owner__"), deleted_at=None).select_related("content", "owner")


def views_of(viewer_id: int | None, territory: str, numbers: Iterable[int]) -> list[DocumentView]:
    """In the order of the numbers; two queries. To its owner none is silent."""
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        return []
    rows = {row.pk: row for row in standing_documents().filter(pk__in=wanted)}
    silenced = _silent({row.content_id for row in rows.values()}, territory)
    return [_view(rows[n], silenced if rows[n].owner_id != viewer_id else {}) for n in wanted if n in rows]


def _view(row: Document, silenced: dict[int, int | None]) -> DocumentView:
    silent, entry = row.content_id in silenced, silenced.get(row.content_id)
    return DocumentView(row.pk, row.owner_id, row.name, row.content.size, row.made_at, silent, entry)


def _silent(contents: Iterable[int], territory: str) -> dict[int, int | None]:
    blocks = rights.forbidden_there(ScopeKind.DOCUMENT, contents, territory, clock.now())
    return {number: block.entry.number for number, block in blocks.items()}


def attached_document(number: int) -> Document:
    """Raises NoSuchDocument."""
    found = standing_documents().filter(pk=number).first()
    if found is None:
        raise NoSuchDocument(number)
    return found


def open_there(document: Document, viewer_id: int | None, territory: str) -> bool:
    """Whether its bytes are handed out there: to whom nothing silences it, and to its owner."""
    return document.owner_id == viewer_id or not _silent([document.content_id], territory)


def bytes_of(document: Document) -> bytes:
    """Raises NoSuchDocument where they are gone."""
    try:
        return files().read(document.content.sha256)
    except NotKept as lost:
        raise NoSuchDocument(document.pk) from lost


def reported_bytes(number: int) -> tuple[str, bytes]:
    """Name and bytes for whoever judges it, silenced, deleted or not. Raises NoSuchDocument."""
    found = Document.objects.filter(pk=number).select_related("content").first()
    if found is None:
        raise NoSuchDocument(number)
    return found.name, bytes_of(found)


def content_of(number: int) -> int:
    """What a decision about it names. Raises NoSuchDocument."""
    found = Document.objects.filter(pk=number).values_list("content_id", flat=True).first()
    if found is None:
        raise NoSuchDocument(number)
    return found


def own_among(person_id: int, numbers: Iterable[int]) -> set[int]:
    """Those that are the person's own: what one attaches."""
    wanted = set(numbers)
    if not wanted:
        return set()
    return set(standing_documents().filter(owner_id=person_id, pk__in=wanted).values_list("pk", flat=True))


def owners_of(numbers: Iterable[int]) -> dict[int, tuple[int, int]]:
    """document → its owner and its content, of those that stand."""
    wanted = set(numbers)
    if not wanted:
        return {}
    rows = standing_documents().filter(pk__in=wanted).values_list("pk", "owner_id", "content_id")
    return {pk: (owner, content) for pk, owner, content in rows}


def contents_of(person_id: int) -> QuerySet[Document, int]:
    """Contents of all that the person sent in and did not delete."""
    return Document.objects.filter(owner_id=person_id, deleted_at=None).values_list("content_id", flat=True)


def all_of(person_id: int) -> QuerySet[Document]:
    """Every document of the person's, the newest first: for their archive."""
    return standing_documents().filter(owner_id=person_id).order_by("-pk")


def weight_of(person_id: int) -> tuple[int, int]:
    """How many documents a person has here, and bytes of all of them."""
    told = all_of(person_id).aggregate(files=Count("pk"), weight=Sum("content__size", default=0))
    return told["files"], told["weight"]


def sent_today(person_id: int) -> int:
    return Document.objects.filter(owner_id=person_id, made_at__gt=clock.now() - timedelta(days=1)).count()
