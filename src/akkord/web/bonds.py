"""What one does about another person from a button: ask, accept, read, hide, keep out."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from akkord.people import actions, queries
from akkord.people.errors import NoSuchPerson, PeopleError
from akkord.people.queries import Person

from .paths import next_place


def _on_person(
    verb: Callable[[Person, Person], object], done: Promise
) -> Callable[[HttpRequest, int], HttpResponse]:
    """POST /id<n>/<verb>: done to whoever has the number; the verb itself asks whether it may. That it is
    done is said, too: who hears the page does not see that a button became another.
    """

    @login_required
    @require_POST
    def answered(request: HttpRequest, number: int) -> HttpResponse:
        me: Person = request.user  # type: ignore[assignment]
        try:
            verb(me, other := queries.person_by_number(number))
        except NoSuchPerson as missing:
            raise Http404 from missing
        except PeopleError as refused:
            messages.error(request, str(refused.text))
        else:
            messages.success(request, str(done) % {"name": other.name})
        return redirect(next_place(request, f"/id{number}"))

    return answered


follow = _on_person(actions.follow, _("You follow %(name)s."))
unfollow = _on_person(actions.unfollow, _("You follow %(name)s no longer."))
ask = _on_person(actions.ask, _("You have asked %(name)s to be friends."))
take_back = _on_person(actions.take_back, _("Your request to %(name)s is taken back."))
accept = _on_person(lambda me, other: actions.accept(me, other.pk), _("You are friends with %(name)s now."))
decline = _on_person(
    lambda me, other: actions.decline(me, other.pk), _("The request of %(name)s is declined.")
)
reconsider = _on_person(
    lambda me, other: actions.reconsider(me, other.pk), _("The request of %(name)s waits again.")
)
remove = _on_person(actions.remove_friend, _("You are no longer friends with %(name)s."))
hide = _on_person(
    lambda me, other: actions.hide_friend(me, other.pk, hidden=True), _("%(name)s is hidden in your list.")
)
show = _on_person(
    lambda me, other: actions.hide_friend(me, other.pk, hidden=False), _("%(name)s is shown in your list.")
)


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
        messages.success(request, gettext("%(name)s is on your black list.") % {"name": name})
    return redirect("/settings/blocked")


@login_required
@require_POST
def unblock(request: HttpRequest, number: int) -> HttpResponse:
    """POST /id<n>/unblock."""
    actions.unblock(request.user, number)  # type: ignore[arg-type]
    messages.success(request, gettext("Taken off your black list."))
    return redirect("/settings/blocked")
