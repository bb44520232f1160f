"""Photos and albums: their pages, the viewer, and whose square stands for a person."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.groups.queries import Group
from akkord.groups.rules import Act
from akkord.people import queries as people
from akkord.people.actions import drop_face
from akkord.people.errors import NoSuchPerson
from akkord.people.queries import Key, Person
from akkord.people.rules.privacy import Audience
from akkord.photos import actions, queries
from akkord.photos.errors import NoSuchAlbum, PhotoError
from akkord.photos.queries import Album, Photo
from akkord.photos.rules import Crop, middle
from akkord.wall import queries as walls

from .audiences import audience_value, chosen_audience, offered_audiences
from .clubs import club_of
from .listening import listener_of
from .paths import mark, next_place, number_in
from .pictures import Within, photo_within, take_files


class AlbumForm(forms.Form):
    """An album's name, what it is about, whom it is for."""

    title = forms.CharField(max_length=100, label=gettext_lazy("Name"))
    about = forms.CharField(max_length=500, required=False, label=gettext_lazy("What it is about"))


class CropForm(forms.Form):
    """The square of a photo, in thousandths of its shorter side."""

    left = forms.IntegerField(min_value=0, max_value=100_000)
    top = forms.IntegerField(min_value=0, max_value=100_000)
    side = forms.IntegerField(min_value=50, max_value=1000)

    def crop(self) -> Crop:
        return Crop(self.cleaned_data["left"], self.cleaned_data["top"], self.cleaned_data["side"])


def _me(request: HttpRequest) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    return person


def _territory(request: HttpRequest) -> str:
    return listener_of(request).territory


def _album(request: HttpRequest, number: int) -> Album:
    try:
        return queries.album_for(request.user.pk, number)
    except NoSuchAlbum as missing:
        raise Http404 from missing


def _own(request: HttpRequest, number: int) -> Photo:
    found, _within = photo_within(request, number)
    if found.owner_id != request.user.pk:
        raise Http404
    return found


@require_safe
def photos_of_person(request: HttpRequest, number: int) -> HttpResponse:
    """GET /photos<n>: a person's albums; to themselves also all they have sent in."""
    viewer = request.user.pk
    try:
        whose = people.person_for(viewer, number)
    except NoSuchPerson as missing:
        raise Http404 from missing
    if not people.allows(viewer, number, Key.PHOTOS):
        raise Http404
    mine = viewer == number
    about = {
        "whose": whose,
        "albums": queries.albums_of_person(viewer, number, _territory(request), _albums_mark(request)),
        "keeps": mine,
        "page": queries.own_photos(number, _territory(request), mark(request)) if mine else None,
        "new": f"/photos{number}/new",
        "back": f"/id{number}",
    }
    return render(request, "photos/albums.html", about)


def _albums_mark(request: HttpRequest) -> int | None:
    """?albums=: a page of albums, beside which photos have a page of their own."""
    return number_in(request.GET.get("albums", ""))


@require_safe
def photos_of_club(request: HttpRequest, number: int) -> HttpResponse:
    """GET /club<n>/photos."""
    group = club_of(request, number, Act.READ)
    about = {
        "whose": group,
        "albums": queries.albums_of_group(request.user.pk, group, _territory(request), _albums_mark(request)),
        "keeps": _speaks(request, group),
        "page": None,
        "new": f"/club{number}/photos/new",
        "back": f"/club{number}",
    }
    return render(request, "photos/albums.html", about)


def _speaks(request: HttpRequest, group: Group) -> bool:
    return request.user.is_authenticated and queries.keeps_album(request.user.pk, Album(group=group))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_album(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /photos<n>/new: in one's own name."""
    if number != request.user.pk:
        raise Http404
    return _album_form(request, None, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_club_album(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /club<n>/photos/new."""
    return _album_form(request, club_of(request, number, Act.SPEAK), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_album(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /photoalbum<n>/edit."""
    album = _kept(request, number)
    return _album_form(request, album.group, album)


def _kept(request: HttpRequest, number: int) -> Album:
    album = _album(request, number)
    if not queries.keeps_album(request.user.pk, album):
        raise Http404
    return album


def _album_form(request: HttpRequest, group: Group | None, album: Album | None) -> HttpResponse:
    kept = audience_value(album) if album else ""
    audiences = offered_audiences(_me(request), kept) if group is None else []
    begun = {"title": album.title, "about": album.about} if album else {}
    form = AlbumForm(request.POST if request.method == "POST" else None, initial=begun)
    value = request.POST.get("audience", kept)
    if form.is_bound and form.is_valid() and (value in dict(audiences) or not audiences):
        audience = _audience(album, value) if audiences else None
        words = actions.Described(form.cleaned_data["title"], form.cleaned_data["about"], audience)
        try:
            if album is None:
                album = actions.make_album(_me(request), words, group)
            else:
                actions.edit_album(_me(request), album, words)
        except PhotoError as refused:
            form.add_error("title", str(refused.text))
        else:
            return redirect(album)
    back = f"/photoalbum{album.pk}" if album else f"/club{group.pk}/photos" if group else _own_place(request)
    about = {"form": form, "album": album, "audiences": audiences, "value": value, "back": back}
    return render(request, "photos/album_form.html", about, status=422 if form.is_bound else 200)


def _own_place(request: HttpRequest) -> str:
    return f"/photos{request.user.pk}"


def _audience(album: Album | None, value: str) -> Audience | None:
    unchanged = album is not None and album.audience and value == audience_value(album)
    return queries.audience_of(album) if album is not None and unchanged else chosen_audience(value)


@login_required
@require_POST
def delete_album(request: HttpRequest, number: int) -> HttpResponse:
    """POST /photoalbum<n>/delete."""
    album = _kept(request, number)
    actions.delete_album(_me(request), album)
    messages.success(request, _("The album is deleted. Its photos are yours alone now."))
    return redirect(f"/club{album.group_id}/photos" if album.group_id else _own_place(request))


@require_safe
def album(request: HttpRequest, number: int) -> HttpResponse:
    """GET /photoalbum<n>."""
    return _album_page(request, _album(request, number))


def _album_page(request: HttpRequest, found: Album, refused: list[str] | None = None) -> HttpResponse:
    viewer = request.user.pk
    about = {
        "album": found,
        "page": queries.photos_in(viewer, found, _territory(request), mark(request)),
        "keeps": queries.keeps_album(viewer, found),
        "refused": refused or [],
        "back": f"/club{found.group_id}/photos" if found.group_id else f"/photos{found.person_id}",
    }
    return render(request, "photos/album.html", about, status=422 if refused else 200)


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """POST /photoalbum<n>/upload: one or several files; each that is refused says why."""
    album = _kept(request, number)
    if request.method == "GET":  # the address of refused files, loaded anew
        return redirect(album)
    sent, refused = take_files(request, album)
    if not sent and not refused:
        refused = [_("Choose a file.")]
    if refused:
        return _album_page(request, album, refused)
    return redirect(album)


@require_safe
def photo(request: HttpRequest, number: int) -> HttpResponse:
    """GET /photo<n>: the viewer; the arrows lead to what stands beside it."""
    found, within = photo_within(request, number)
    viewer, territory = request.user.pk, _territory(request)
    (view,) = queries.views_of(viewer, territory, [number], within.asked)
    if within.others:
        at = within.others.index(number) if number in within.others else -1
        before = within.others[at - 1] if at > 0 else None
        after = within.others[at + 1] if 0 <= at < len(within.others) - 1 else None
    elif found.album is not None:
        before, after = queries.neighbours(found.album, number, territory)
    else:
        before = after = None
    mine = found.owner_id == viewer
    about = {
        "photo": view,
        "whose": _whose(request, found, within),
        "album": found.album if not within.asked else None,
        "before": f"/photo{before}{within.asked}" if before else "",
        "after": f"/photo{after}{within.asked}" if after else "",
        "back": _back(found, within),
        "mine": mine,
        "takes_out": not mine and found.album is not None and queries.keeps_album(viewer, found.album),
        "shown": view.silence is None or mine,
    }
    return render(request, "photos/photo.html", about)


def _whose(request: HttpRequest, found: Photo, within: Within) -> Person | Group:
    """Whose name stands under it; on what a community says, the one the post tells this reader of."""
    if not within.asked.startswith("?post="):
        return found.owner
    said = walls.view_of(listener_of(request), int(within.asked.removeprefix("?post=")))
    return said.author or said.speaker


def _back(found: Photo, within: Within) -> str:
    if within.asked.startswith("?post="):
        return f"/wall{within.asked.removeprefix('?post=')}"
    if within.asked:
        return "/im"
    return f"/photoalbum{found.album_id}" if found.album_id else f"/photos{found.owner_id}"


@login_required
@require_POST
def describe(request: HttpRequest, number: int) -> HttpResponse:
    """POST /photo<n>/alt."""
    found = _own(request, number)
    try:
        actions.describe(_me(request), found, request.POST.get("alt", ""))
    except PhotoError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("Saved."))
    return redirect(next_place(request, f"/photo{number}"))


@login_required
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """POST /photo<n>/delete."""
    found, within = photo_within(request, number)
    try:
        actions.delete_photo(_me(request), found)
    except PhotoError as refused:
        messages.error(request, str(refused.text))
        return redirect(f"/photo{number}{within.asked}")
    messages.success(request, _("The photo is deleted, wherever it stood."))
    return redirect(_back(found, within))


@login_required
@require_POST
def take_out(request: HttpRequest, number: int) -> HttpResponse:
    """POST /photo<n>/take-out: of an album that one keeps."""
    found, _within = photo_within(request, number)
    if found.album is None:
        raise Http404
    try:
        actions.take_out(_me(request), found)
    except PhotoError as refused:
        messages.error(request, str(refused.text))
        return redirect(found)
    messages.success(request, _("The photo is out of the album. It stays its owner’s."))
    return redirect(found.album)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_face(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /photo<n>/face: which square of it stands for me."""
    found = _own(request, number)
    square = middle(found.width, found.height)
    form = CropForm(request.POST if request.method == "POST" else None, initial=square._asdict())
    if form.is_bound and form.is_valid():
        try:
            actions.show_face(_me(request), found, form.crop())
        except PhotoError as refused:
            form.add_error(None, str(refused.text))
        else:
            messages.success(request, _("This is your picture now."))
            return redirect(f"/id{request.user.pk}")
    (view,) = queries.views_of(request.user.pk, _territory(request), [number])
    short = min(found.width, found.height)
    edges = {"left": (found.width * 1000) // short, "top": (found.height * 1000) // short}
    about = {"photo": view, "form": form, "edges": edges}
    return render(request, "photos/face.html", about, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_face(request: HttpRequest) -> HttpResponse:
    """GET and POST /edit/picture: send a photo in, then choose its square."""
    refused: list[str] = []
    if request.method == "POST":
        if "drop" in request.POST:
            drop_face(_me(request).pk)
            messages.success(request, _("Saved."))
            return redirect("/edit")
        sent, refused = take_files(request)
        if sent:
            return redirect(f"/photo{sent[0]}/face")
        refused = refused or [_("Choose a file.")]
    own = queries.own_photos(_me(request).pk, _territory(request), mark(request))
    about = {"page": own, "refused": refused}
    return render(request, "photos/new_face.html", about, status=422 if refused else 200)
