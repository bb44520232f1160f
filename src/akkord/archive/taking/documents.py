"""Documents, asked again what they hold as every document is."""

from django.db import transaction

from akkord.documents import actions
from akkord.documents.errors import DocumentError
from akkord.documents.rules import MOST_BYTES

from ..format import DOCUMENTS, DocumentSaid
from .errand import Errand

KIND = "document"


def take_documents(errand: Errand) -> None:
    there = errand.brought(KIND)
    for _file, rows in errand.archive.parts("documents", DOCUMENTS):
        for said in rows:
            if said.number not in there:
                _take(errand, said)


def _take(errand: Errand, said: DocumentSaid) -> None:
    if not said.file:
        errand.leave_out("documents_lost")
        return
    data = errand.archive.raw(said.file, MOST_BYTES)
    try:
        with transaction.atomic():
            document = actions.bring(errand.person, said.name, data, said.at)
            errand.note(KIND, said.number, document.pk)
    except DocumentError as refused:
        errand.leave_out(refused.code)
