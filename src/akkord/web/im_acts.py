"""What is sent to a dialog: words, changes, marks. Pages at work are answered in JSON, forms with a page."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from akkord.dialogs import actions, queries
from akkord.dialogs.errors import DialogError, NoSuchDialog
from akkord.dialogs.queries import Message
from akkord.music.errors import MusicError
from akkord.people.queries import Person
from akkord.wall.errors import NoSuchPost

from .im import drawn, thread_page
from .im_places import Where, here, member_here
from .im_writing import send as send_words
from .im_writing import sentence
from .listening import listener_of
from .paths import next_place


def at_work(request: HttpRequest) -> bool:
    """Whether a script of ours asks, and not a form."""
    return request.headers.get("X-Requested-With") == "im"


def me(request: HttpRequest) -> Person:
    person: Person = request.user  # type: ignore[assignment]
    return person


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, where: Where) -> HttpResponse:
    """POST /im/7/send."""
    if request.method == "GET":  # the address of a refused message, loaded anew
        return redirect(where.href)
    at = here(request, where)
    try:
        said = send_words(request, at)
    except (DialogError, MusicError, NoSuchPost) as refused:
        if at_work(request):
            return _refused(refused)
        return thread_page(request, at, sentence(refused))
    return _message(request, where, said) if at_work(request) else redirect(where.href)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, where: Where, seq: int) -> HttpResponse:
    """POST /im/7/message/12/edit."""
    if request.method == "GET":
        return redirect(f"{where.href}?edit={seq}")
    member = member_here(request, where)
    try:
        said = actions.edit(me(request), member.dialog_id, seq, request.POST.get("text", ""))
    except DialogError as refused:
        if at_work(request):
            return _refused(refused)
        return thread_page(request, here(request, where), sentence(refused))
    return _message(request, where, said) if at_work(request) else redirect(f"{where.href}?at={seq}#m{seq}")


def _refused(refused: DialogError | MusicError | NoSuchPost) -> HttpResponse:
    return JsonResponse({"error": refused.code, "text": sentence(refused)}, status=422)


def _message(request: HttpRequest, where: Where, said: Message) -> HttpResponse:
    """A message of one's own as the thread draws it."""
    at = here(request, where)
    assert at.member is not None
    views = queries.views_of(listener_of(request), at.member, [said])
    answer = {"seq": said.seq, "dialog": said.dialog_id, "client": said.client_id}
    return JsonResponse(answer | {"html": drawn(request, at, views)})


@login_required
@require_POST
def delete(request: HttpRequest, where: Where, seq: int) -> HttpResponse:
    """POST /im/7/message/12/delete with for=me | all."""
    member = member_here(request, where)
    act = actions.delete_for_all if request.POST.get("for") == "all" else actions.delete_for_me
    try:
        act(me(request), member.dialog_id, seq)
    except DialogError as refused:
        if at_work(request):
            return _refused(refused)
        messages.error(request, sentence(refused))
    return JsonResponse({}) if at_work(request) else redirect(where.href)


@login_required
@require_POST
def read(request: HttpRequest, where: Where) -> HttpResponse:
    """POST /im/7/read with seq."""
    member = member_here(request, where)
    actions.read(me(request), member.dialog_id, _seq(request))
    return HttpResponse(status=204) if at_work(request) else redirect(where.href)


@login_required
@require_POST
def typing(request: HttpRequest, where: Where) -> HttpResponse:
    """POST /im/7/typing; of two who have not spoken yet it tells nobody."""
    member = here(request, where).member
    if member is not None and member.left_seq is None:
        actions.note_typing(me(request), member.dialog_id)
    return HttpResponse(status=204)


@login_required
@require_POST
def draft(request: HttpRequest, where: Where) -> HttpResponse:
    """POST /im/7/draft with text; kept once the dialog has begun."""
    member = here(request, where).member
    if member is not None:
        try:
            actions.save_draft(me(request), member.dialog_id, request.POST.get("text", ""))
        except DialogError as refused:
            return _refused(refused)
    return HttpResponse(status=204)


@login_required
@require_POST
def delivered(request: HttpRequest) -> HttpResponse:
    """POST /im/delivered with dialog and seq: a page of mine has it."""
    try:
        actions.note_delivered(me(request), _number(request, "dialog"), _seq(request))
    except NoSuchDialog as missing:
        raise Http404 from missing
    return HttpResponse(status=204)


KEEPING: dict[str, Callable[[Person, int], None]] = {
    "mute": lambda person, dialog: actions.mute(person, dialog, True),
    "unmute": lambda person, dialog: actions.mute(person, dialog, False),
    "pin": lambda person, dialog: actions.pin(person, dialog, True),
    "unpin": lambda person, dialog: actions.pin(person, dialog, False),
    "accept": actions.accept,
    "decline": actions.decline,
    "clear": actions.clear,
}
LEAVES_LIST = ("decline", "clear")


@login_required
@require_POST
def keep(request: HttpRequest, where: Where) -> HttpResponse:
    """POST /im/7/keep with act: mute, unmute, pin, unpin, accept, decline, clear."""
    member = member_here(request, where)
    act = request.POST.get("act", "")
    if act not in KEEPING:
        raise Http404
    KEEPING[act](me(request), member.dialog_id)
    if act == "decline":
        messages.success(request, _("Declined. They are not told."))
    return redirect(next_place(request, "/im" if act in LEAVES_LIST else where.href))


def _seq(request: HttpRequest) -> int:
    return _number(request, "seq")


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return int(text)
