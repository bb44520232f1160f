"""What stands for a community in lists, and above its page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from akkord.groups import actions as clubs
from akkord.groups.rules import Act
from akkord.people.queries import Person
from akkord.photos import actions, queries
from akkord.photos.errors import NoSuchPhoto, PhotoError

from .clubs import club_of
from .listening import listener_of
from .pictures import bytes_of, sent_picture


@require_safe
def picture(request: HttpRequest, number: int, photo: int, size: str) -> HttpResponse:
    """GET /club<n>/face<photo> and /cover<photo>: to whoever may know of the community."""
    group = club_of(request, number)
    shown = group.face if size == "face" else group.cover
    try:
        found = queries.attached_photo(photo)
    except NoSuchPhoto as missing:
        raise Http404 from missing
    if shown != photo or not queries.open_there(found, request.user.pk, listener_of(request).territory):
        raise Http404
    return sent_picture(request, found.face if size == "face" else found.large)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /club<n>/picture: what stands for a community and above its page."""
    group = club_of(request, number, Act.EDIT)
    me: Person = request.user  # type: ignore[assignment]
    refused, cover = "", request.POST.get("what") == "cover"
    if request.method == "POST" and "drop" in request.POST:
        clubs.drop_picture(me, group, cover=cover)
    elif request.method == "POST":
        file = request.FILES.get("photo")
        try:
            if file is None:
                refused = _("Choose a file.")
            else:
                actions.show_club_picture(me, group, bytes_of(file), cover=cover)
        except PhotoError as error:
            refused = str(error.text)
    if request.method == "POST" and not refused:
        messages.success(request, _("Saved."))
        return redirect(f"/club{number}/picture")
    about = {"club": group, "refused": refused, "cover": cover}
    return render(request, "groups/picture.html", about, status=422 if refused else 200)
