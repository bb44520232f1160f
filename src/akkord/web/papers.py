"""Documents as they come and go: sent in, and handed out as files by the gate of what they stand on.

No byte of one is ever opened here: it goes out as an attachment of no kind, so that a browser saves it.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.dialogs import queries as dialogs
from akkord.documents import actions, queries
from akkord.documents.errors import DocumentError, NoSuchDocument
from akkord.documents.handing import handed_out
from akkord.documents.rules import MOST_BYTES, MOST_ON_ONE
from akkord.people.queries import Person
from akkord.wall import queries as walls
from akkord.wall.errors import NoSuchPost

from .listening import listener_of
from .paths import number_in


def document_within(request: HttpRequest, number: int) -> queries.Document:
    """The document by the gate of what its address names: ?post=, ?message=, else its owner's.

    Raises Http404.
    """
    try:
        found = queries.attached_document(number)
        if not _may_have(request, found):
            raise Http404
    except (NoSuchDocument, NoSuchPost) as missing:
        raise Http404 from missing
    return found


def _may_have(request: HttpRequest, found: queries.Document) -> bool:
    post, message = (number_in(request.GET.get(name, "")) for name in ("post", "message"))
    if post is not None:
        return found.pk in walls.documents_on(walls.open_post(listener_of(request), post))
    if message is not None:
        return dialogs.carries_document(request.user.pk or 0, message, found.pk)
    return found.owner_id == request.user.pk


def take_documents(request: HttpRequest) -> tuple[list[int], list[str]]:
    """Send in the files of a form, field `document`: numbers, and what was refused and why."""
    me: Person = request.user  # type: ignore[assignment]
    sent, refused = [], []
    for file in request.FILES.getlist("document")[:MOST_ON_ONE]:
        try:
            sent.append(actions.send_in(me, file.name or "", file.read(MOST_BYTES + 1)).pk)
        except DocumentError as error:
            refused.append(f"{file.name}: {error.text}")
    return sent, refused


@login_required
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """POST /documents/send: a file from the box in which one writes, for a script of ours."""
    sent, refused = take_documents(request)
    if not sent:
        said = refused[0] if refused else _("Choose a file.")
        return JsonResponse({"error": "refused", "text": said}, status=422)
    return JsonResponse({"number": sent[0], "name": queries.attached_document(sent[0]).name}, status=201)


@require_safe
def document(request: HttpRequest, number: int) -> HttpResponse:
    """GET /doc<n>?post= or ?message=: the gate and the blocks are asked each time."""
    found = document_within(request, number)
    if not queries.open_there(found, request.user.pk, listener_of(request).territory):
        raise Http404
    try:
        return handed_out(found.name, queries.bytes_of(found))
    except NoSuchDocument as lost:
        raise Http404 from lost
