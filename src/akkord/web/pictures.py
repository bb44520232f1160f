"""Pictures as they come and go: files sent in, the gate of each photo, and the bytes of its renditions."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.dialogs import queries as dialogs
from akkord.people import queries as people
from akkord.people.errors import NoSuchPerson
from akkord.people.queries import Person
from akkord.photos import actions, queries
from akkord.photos.errors import NoSuchPhoto, PhotoError
from akkord.photos.queries import Album, Photo
from akkord.photos.rules import MOST_BYTES
from akkord.store.files import NotKept, files
from akkord.wall import queries as walls
from akkord.wall.errors import NoSuchPost

from .listening import listener_of
from .paths import number_in

MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Within:
    """What lets the reader see a photo: its album, or the post or message it stands on."""

    asked: str = ""  # as its addresses name it: "?post=7"
    others: tuple[int, ...] = ()  # photos beside it, in order


def photo_within(request: HttpRequest, number: int) -> tuple[Photo, Within]:
    """The photo by the gate of what its address names: ?post=, ?message=, else its album."""
    try:
        post, message = (number_in(request.GET.get(name, "")) for name in ("post", "message"))
        if post is not None:
            found = walls.open_post(listener_of(request), post)
            if not walls.carries_photo(found, number):
                raise NoSuchPhoto(number)
            return queries.attached_photo(number), Within(f"?post={post}", tuple(walls.photos_on(found)))
        if message is not None:
            there = dialogs.photos_in(request.user.pk or 0, message)
            if number not in there:
                raise NoSuchPhoto(number)
            return queries.attached_photo(number), Within(f"?message={message}", tuple(there))
        return queries.photo_for(request.user.pk, number), Within()
    except (NoSuchPhoto, NoSuchPost) as missing:
        raise Http404 from missing


def take_files(request: HttpRequest, album: Album | None = None) -> tuple[list[int], list[str]]:
    """Send in the files of a form, field `photo`, with their `alt`: numbers, and what was refused and why."""
    me: Person = request.user  # type: ignore[assignment]
    sent, refused = [], []
    alts = request.POST.getlist("alt")
    files_sent = request.FILES.getlist("photo")
    for place, file in enumerate(files_sent[:MOST_AT_ONCE]):
        alt = alts[place] if place < len(alts) else ""
        try:
            sent.append(actions.send_in(me, bytes_of(file), album=album, alt=alt).pk)
        except PhotoError as error:
            refused.append(f"{file.name}: {error.text}")
    if len(files_sent) > MOST_AT_ONCE:
        late = _("At most %(most)s files are sent at once. Send this one and those after it again.")
        refused.append(f"{files_sent[MOST_AT_ONCE].name}: {late % {'most': MOST_AT_ONCE}}")
    return sent, refused


def bytes_of(file: UploadedFile) -> bytes:
    data: bytes = file.read(MOST_BYTES + 1)  # one more is refused as too large
    return data


@login_required
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """POST /photos/send: a file from the box in which one writes, for a script of ours."""
    sent, refused = take_files(request)
    if not sent:
        said = refused[0] if refused else _("Choose a file.")
        return JsonResponse({"error": "refused", "text": said}, status=422)
    (view,) = queries.views_of(request.user.pk, listener_of(request).territory, sent[:1])
    return JsonResponse({"number": view.number, "small": view.small}, status=201)


@require_safe
def picture(request: HttpRequest, number: int, size: str) -> HttpResponse:
    """GET /photo<n>/large and /small: the gate is asked for every picture, whatever a browser keeps."""
    found, _within = photo_within(request, number)
    if not queries.open_there(found, request.user.pk, listener_of(request).territory):
        raise Http404
    return sent_picture(request, found.large if size == "large" else found.small)


@require_safe
def face(request: HttpRequest, number: int, photo: int) -> HttpResponse:
    """GET /id<n>/face<photo>: the square that stands for a person, to whoever sees their page."""
    try:
        whose = people.person_for(request.user.pk, number)
        found = queries.attached_photo(photo)
    except (NoSuchPerson, NoSuchPhoto) as missing:
        raise Http404 from missing
    if whose.face != photo or found.owner_id != number:
        raise Http404
    if not queries.open_there(found, request.user.pk, listener_of(request).territory):
        raise Http404
    return sent_picture(request, found.face)


def sent_picture(request: HttpRequest, name: str) -> HttpResponse:
    """A rendition: a browser keeps it, and asks each time whether it may still show it."""
    if request.headers.get("If-None-Match") == f'"{name}"':
        response = HttpResponse(status=304)
    else:
        try:
            response = HttpResponse(files().read(name), content_type="image/jpeg")
        except NotKept as lost:
            raise Http404 from lost
    response["ETag"] = f'"{name}"'
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = "inline"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
