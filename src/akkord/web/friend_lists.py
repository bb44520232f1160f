"""A person's own lists of friends."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from akkord.people import actions, queries
from akkord.people.errors import NoSuchList, PeopleError
from akkord.people.queries import Person

from .paths import number_in

PLACE = "/friends/lists"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """GET and POST /friends/lists: all of mine, and a new one."""
    me: Person = request.user  # type: ignore[assignment]
    refused, name = "", request.POST.get("name", "").replace("\x00", "")
    if request.method == "POST":
        try:
            made = actions.make_list(me, name)
        except PeopleError as error:
            refused = str(error.text)
        else:
            return redirect(f"{PLACE}/{made.pk}")
    on = queries.listed(me.pk)
    about = {
        "whose": me,
        "mine": True,
        "tab": "lists",
        "lists": [(each, len(on.get(each.pk, ()))) for each in queries.lists_of(me.pk)],
        "refused": refused,
        "name": name,
    }
    return render(request, "people/lists.html", about, status=422 if refused else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, number: int) -> HttpResponse:
    """GET and POST /friends/lists/<n>: its name and who is on it."""
    me: Person = request.user  # type: ignore[assignment]
    refused = ""
    try:
        found = actions.own_list(me, number)
        if request.method == "POST":
            name = request.POST.get("name", "").replace("\x00", "")
            actions.rename_list(me, number, name)
            people = {number_in(text) for text in request.POST.getlist("people")}
            actions.put_on_list(me, number, {person for person in people if person is not None})
            messages.success(request, _("Saved."))
            return redirect(f"{PLACE}/{number}")
    except NoSuchList as missing:
        raise Http404 from missing
    except PeopleError as error:
        refused = str(error.text)
    on = queries.listed(me.pk).get(number, set())
    friends = list(queries.friends_of(me.pk))
    left = queries.people_by_numbers(on - {friend.pk for friend in friends})
    about = {
        "whose": me,
        "mine": True,
        "tab": "lists",
        "list": found,
        "friends": friends,
        "left": list(left.values()),
        "on": on,
        "refused": refused,
    }
    return render(request, "people/list.html", about, status=422 if refused else 200)


@login_required
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """POST /friends/lists/<n>/delete."""
    try:
        actions.delete_list(request.user, number)  # type: ignore[arg-type]
    except NoSuchList as missing:
        raise Http404 from missing
    except PeopleError as refused:
        messages.error(request, str(refused.text))
        return redirect(f"{PLACE}/{number}")
    messages.success(request, _("The list is deleted."))
    return redirect(PLACE)
