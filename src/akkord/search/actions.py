"""Filling the index: what is new, what has changed, all of it anew."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from akkord.words.spelling import keys_of, slips, trimmed

from . import sources
from .models import Document, Mark, Posting, Term, Trim
from .rules import Kind
from .sources import Text

AT_ONCE = 200
# Numbers are given before their transactions end: so many before the mark are looked at again for late ones.
LATE = 50


def catch_up(most: int = 2000) -> int:
    """Index what every room has new, up to so many of each kind; how many."""
    return sum(_catch_up(kind, most) for kind in Kind)


def _catch_up(kind: Kind, most: int) -> int:
    done = 0
    while done < most:
        mark, _ = Mark.objects.get_or_create(kind=kind)
        rows = sources.after(kind, mark.number, AT_ONCE)
        if not rows:
            break
        with transaction.atomic():
            _index(kind, rows)
            Mark.objects.filter(pk=kind, number=mark.number).update(number=rows[-1].number)
        done += len(rows)
    return done + _late(kind)


def _late(kind: Kind) -> int:
    """Index what came below the mark since it was read; what was found to hold no words is not read again."""
    mark = Mark.objects.filter(pk=kind).first()
    if mark is None:
        return 0
    there = sources.numbers(kind, mark.number - LATE, mark.number)
    have = set(Document.objects.filter(kind=kind, number__in=there).values_list("number", flat=True))
    unread = there - have - set(mark.wordless)
    if not unread:
        return 0
    with transaction.atomic():
        found = _index(kind, sources.of(kind, unread))
        read = Document.objects.filter(kind=kind, number__in=unread).values_list("number", flat=True)
        wordless = there.intersection(mark.wordless) | unread.difference(read)
        Mark.objects.filter(pk=kind).update(wordless=sorted(wordless))
    return found


@transaction.atomic
def look_again(kind: Kind, number: int) -> None:
    """Index something anew whose words have changed; what is not there any more is forgotten."""
    rows = sources.of(kind, [number])
    if rows:
        _index(kind, rows)
    else:
        _forget(Document.objects.filter(kind=kind, number=number))


@transaction.atomic
def forget_owner(person_id: int) -> None:
    """No word of somebody who has left for good is kept."""
    _forget(Document.objects.filter(owner=person_id))


def _forget(documents: QuerySet[Document]) -> None:
    """Documents, and the words that no other holds."""
    theirs = Posting.objects.filter(document__in=documents).values_list("term_id", flat=True)
    terms = list(set(theirs))
    documents.delete()
    held = Posting.objects.filter(term=OuterRef("pk"))
    for begin in range(0, len(terms), AT_ONCE):
        Term.objects.filter(~Exists(held), pk__in=terms[begin : begin + AT_ONCE]).delete()


def rebuild() -> int:
    """The whole index anew from the rooms; how many things can be found."""
    for table in (Posting, Document, Trim, Term, Mark):
        table.objects.all().delete()  # type: ignore[attr-defined]
    while catch_up():
        pass
    return Document.objects.count()


def _index(kind: Kind, rows: list[Text]) -> int:
    """Documents with their postings in place of those they had, constantly many queries; how many there are
    now. What has no words is no document: most songs by the words that are sung."""
    weighed = {row.number: _weights(row) for row in rows}
    held = {number: weights for number, weights in weighed.items() if weights}
    silent = Document.objects.filter(kind=kind, number__in=weighed.keys() - held.keys())
    if silent.exists():
        _forget(silent)
    terms = _terms({key for weights in held.values() for key in weights})
    made = [Document(kind=kind, number=row.number, owner=row.owner) for row in rows if row.number in held]
    Document.objects.bulk_create(made, ignore_conflicts=True)
    there = Document.objects.filter(kind=kind, number__in=held)
    documents = dict(there.values_list("number", "pk"))
    Posting.objects.filter(document__in=documents.values()).delete()
    Posting.objects.bulk_create(
        [
            Posting(term_id=terms[key], document_id=documents[number], weight=weight)
            for number, weights in held.items()
            for key, weight in weights.items()
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    return len(held)


def _weights(row: Text) -> dict[str, int]:
    weights: dict[str, int] = {}
    for text, weight in row.fields:
        for key in keys_of(text):
            weights[key] = max(weight, weights.get(key, 0))
    return weights


def _terms(keys: set[str]) -> dict[str, int]:
    """key → number of its term; new ones are made with what slips are found by."""
    before = set(Term.objects.filter(key__in=keys).values_list("key", flat=True))
    new = sorted(keys - before)
    Term.objects.bulk_create([Term(key=key) for key in new], batch_size=500, ignore_conflicts=True)
    terms = dict(Term.objects.filter(key__in=keys).values_list("key", "pk"))
    Trim.objects.bulk_create(
        [Trim(term_id=terms[key], key=part) for key in new if slips(key) for part in trimmed(key, 1)],
        batch_size=1000,
        ignore_conflicts=True,
    )
    return terms
