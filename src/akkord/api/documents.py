"""Documents through the API: sent in to be attached, handed out as files by the address each view names."""

from typing import Any

from django.http import HttpRequest
from ninja import File, Router, Status
from ninja.files import UploadedFile

from akkord.documents import actions
from akkord.documents.queries import DocumentView
from akkord.documents.rules import MOST_BYTES

from .auth import person_of

router = Router(tags=["documents"])


@router.post("/documents", summary="Send in a document; posts and messages name it", response={201: dict})
def send(
    request: HttpRequest,
    file: UploadedFile = File(...),  # noqa: B008  (ninja's way of declaring a file)
) -> Status[dict[str, Any]]:
    made = actions.send_in(person_of(request), file.name or "", file.read(MOST_BYTES + 1))
    return Status(201, {"number": made.pk, "name": made.name})


def document_shape(view: DocumentView) -> dict[str, Any]:
    """A document where it is attached; no address where it is silent."""
    return {
        "number": view.number,
        "name": view.name,
        "size": view.size,
        "url": None if view.silent else view.href,
        "entry": view.entry,
    }
