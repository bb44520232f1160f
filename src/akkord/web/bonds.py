"""What one does about another person from a button: ask, accept, read, hide, keep out."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from akkord.people import actions, queries
from akkord.people.errors import NoSuchPerson, PeopleError
from akkord.people.queries import Person

from .paths import next_place


def _on_person(verb: Callable[[Person, Person], object]) -> Callable[[HttpRequest, int], HttpResponse]:
    """POST /id<n>/<verb>: done to whoever has the number; the verb itself asks whether it may."""

    @login_required
    @require_POST
    def done(request: HttpRequest, number: int) -> HttpResponse:
        me: Person = request.user  # type: ignore[assignment]
        try:
            verb(me, queries.person_by_number(number))
        except NoSuchPerson as missing:
            raise Http404 from missing
        except PeopleError as refused:
            messages.error(request, str(refused.text))
        return redirect(next_place(request, f"/id{number}"))

    return done


follow = _on_person(actions.follow)
unfollow = _on_person(actions.unfollow)
ask = _on_person(actions.ask)
take_back = _on_person(actions.take_back)
accept = _on_person(lambda me, other: actions.accept(me, other.pk))
decline = _on_person(lambda me, other: actions.decline(me, other.pk))
reconsider = _on_person(lambda me, other: actions.reconsider(me, other.pk))
remove = _on_person(actions.remove_friend)
hide = _on_person(lambda me, other: actions.hide_friend(me, other.pk, hidden=True))
show = _on_person(lambda me, other: actions.hide_friend(me, other.pk, hidden=False))


@login_required
@require_POST
def block(request: HttpRequest, number: int) -> HttpResponse:
    """POST /id<n>/block; their page is none for me from here on, so one arrives at the list."""
    me: Person = request.user  # type: ignore[assignment]
    try:
        other = queries.person_by_number(number)
        actions.block(me, other)
    except NoSuchPerson as missing:
        raise Http404 from missing
    except PeopleError as refused:
        messages.error(request, str(refused.text))
    else:
        listed = next(each for each in queries.blocked_by(me.pk) if each.pk == number)
        name = listed.name or f"id{number}"
        messages.success(request, _("%(name)s is on your black list.") % {"name": name})
    return redirect("/settings/blocked")


@login_required
@require_POST
def unblock(request: HttpRequest, number: int) -> HttpResponse:
    """POST /id<n>/unblock."""
    actions.unblock(request.user, number)  # type: ignore[arg-type]
    return redirect("/settings/blocked")
