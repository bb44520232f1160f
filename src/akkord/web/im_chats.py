"""Pages of chats: beginning one, its members, who keeps it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.dialogs import actions, queries
from akkord.dialogs.errors import DialogError
from akkord.dialogs.rules import MOST_TITLE, Role, may_remove
from akkord.people import queries as people

from .im_acts import me
from .im_places import Where, here
from .im_writing import numbers

MOST_OFFERED = 500


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """GET and POST /im/new."""
    wrong, chosen = "", numbers(request.POST, "people")
    title = request.POST.get("title", "")
    if request.method == "POST":
        try:
            chat = actions.found_chat(me(request), title, chosen)
        except DialogError as refused:
            wrong = str(refused.text)
        else:
            return redirect(f"/im/c{chat.pk}")
    about = {
        "friends": list(people.friends_of(me(request).pk)[:MOST_OFFERED]),
        "chosen": chosen,
        "chat_title": title,
        "wrong": wrong,
        "most": MOST_TITLE,
    }
    return render(request, "im/new.html", about, status=422 if wrong else 200)


@login_required
@require_safe
def members(request: HttpRequest, where: Where) -> HttpResponse:
    """GET /im/c5/members."""
    member = here(request, where).member
    if member is None or not member.dialog.is_chat or member.left_seq is not None:
        raise Http404
    inside = queries.members_of(member.dialog)
    mine, within = Role(member.role), {person.pk for person, _role in inside}
    about = {
        "where": where,
        "chat": member.dialog,
        "role": mine,
        "members": [(person, role, may_remove(mine, role)) for person, role in inside],
        "friends": [p for p in people.friends_of(me(request).pk)[:MOST_OFFERED] if p.pk not in within],
        "most": MOST_TITLE,
    }
    return render(request, "im/members.html", about)


@login_required
@require_POST
def act(request: HttpRequest, where: Where) -> HttpResponse:
    """POST /im/c5/members/act: invite, remove, appoint, dismiss, hand, name, leave, pin, unpin."""
    here(request, where)
    verb, other = request.POST.get("act", ""), (numbers(request.POST, "person") or [0])[0]
    seq = (numbers(request.POST, "seq") or [0])[0]
    place = where.href if verb in ("leave", "pin", "unpin", "name") else f"{where.href}/members"
    person, number = me(request), where.number
    try:
        match verb:
            case "invite":
                actions.invite(person, number, numbers(request.POST, "people"))
            case "remove":
                actions.remove(person, number, other)
            case "appoint":
                actions.appoint(person, number, other, Role.KEEPER)
            case "dismiss":
                actions.appoint(person, number, other, Role.MEMBER)
            case "hand":
                actions.appoint(person, number, other, Role.OWNER)
            case "name":
                actions.name_chat(person, number, request.POST.get("title", ""))
            case "leave":
                actions.leave(person, number)
            case "pin":
                actions.pin_message(person, number, seq)
            case "unpin":
                actions.pin_message(person, number, None)
            case _:
                raise Http404
    except DialogError as refused:
        messages.error(request, str(refused.text))
    return redirect(place)
