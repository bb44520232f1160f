"""The desk of moderation: what was reported, one matter whole, deciding by key or hand; appeals; staff."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from akkord.care import actions, errors, queries, words
from akkord.care.actions import Ruling
from akkord.care.errors import CareError, NoSuchMatter
from akkord.care.rules import MEASURES, TERMS, Measure, Power, Role, Thing, may
from akkord.documents import queries as documents
from akkord.documents.errors import NoSuchDocument
from akkord.documents.handing import handed_out
from akkord.people import queries as people
from akkord.people.queries import Person
from akkord.photos import queries as photos
from akkord.photos.errors import NoSuchPhoto

View = Callable[..., HttpResponseBase]
SHOWN = 100


def with_power(power: Power) -> Callable[[View], View]:
    """Only for whose role has the power; nobody else learns that the page is here."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not may(queries.role_of(request.user.pk), power):
                raise Http404
            return view(request, *args, **kwargs)

        return never_cache(guarded)

    return guard


@with_power(Power.LOOK)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """GET /mod/queue?item=: what waits, and one matter of it whole."""
    return _queue(request, request.GET.get("item", ""))


def _queue(request: HttpRequest, item: str, refused: str = "") -> HttpResponse:
    me = _me(request)
    waiting = list(queries.open_matters().select_related("whose")[:SHOWN])
    at = next((place for place, matter in enumerate(waiting) if str(matter.pk) == item), 0)
    card = queries.card_of(waiting[at].pk) if waiting else None
    role = queries.role_of(me.pk)
    about = {
        "waiting": waiting,
        "count": queries.open_matters().count(),
        "card": card,
        "following": waiting[at + 1] if at + 1 < len(waiting) else None,
        "measures": _offered(card.thing, role) if card else [],
        "terms": TERMS,
        "rules": [(rule.name, *rule.said(request.LANGUAGE_CODE[:2])) for rule in card.rules] if card else [],
        "named": {rule.name: rule.said(request.LANGUAGE_CODE[:2])[0] for rule in card.rules} if card else {},
        "mine": card is not None and me.pk not in card.concerned,
        "sent": request.POST,
        "refused": refused,
    }
    if card:
        actions.note_look(me, card.matter)
    return render(request, "mod/queue.html", _desk(request) | about, status=422 if refused else 200)


@with_power(Power.LOOK)
@require_safe
def picture(request: HttpRequest, number: int) -> HttpResponse:
    """GET /mod/queue/<n>/photo: what an open matter is about, or with ?of= a photo on the post it is about,
    for who judges it; the look is written down."""
    thing = _judged(request, number, Thing.PHOTO)
    try:
        shown = photos.reported_picture(thing)
    except NoSuchPhoto as gone:
        raise Http404 from gone
    return HttpResponse(shown, content_type="image/jpeg")


@with_power(Power.LOOK)
@require_safe
def document(request: HttpRequest, number: int) -> HttpResponse:
    """GET /mod/queue/<n>/document: the same of a document, as a file to be saved."""
    thing = _judged(request, number, Thing.DOCUMENT)
    try:
        shown = documents.reported_bytes(thing)
    except NoSuchDocument as gone:
        raise Http404 from gone
    return handed_out(*shown)


def _judged(request: HttpRequest, number: int, kind: Thing) -> int:
    """The number of the photo or document an open matter is about, or of one on its post."""
    matter = queries.open_matters().filter(pk=number, kind__in=(kind.value, Thing.POST.value)).first()
    if matter is None:
        raise Http404
    wanted = matter.number
    if matter.kind == Thing.POST.value:
        of = request.GET.get("of", "")
        there = queries.carried_by(matter.number)
        carried = {str(each.number): each.number for each in there if each.thing == kind}
        if of not in carried:
            raise Http404
        wanted = carried[of]
    actions.note_look(_me(request), matter)
    return wanted


def _offered(thing: Thing, role: Role | None) -> list[tuple[int, Measure]]:
    """Measures with the digit that chooses each; triage is offered what it may do."""
    powers = {m: Power.DISMISS if m == Measure.NOTHING else Power.RESTRICT for m in Measure}
    return [(n, m) for n, m in enumerate(MEASURES[thing], 1) if may(role, powers[m])]


@with_power(Power.LOOK)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """POST /mod/queue/<n>/decide with measure, rule, days, words; whom, when several wrote; photo… and
    document…, those on a post that are hidden by themselves."""
    try:
        actions.decide_singly(_me(request), number, _ruling(request), _ticked(request))
    except NoSuchMatter as gone:
        messages.error(request, str(gone.text))
    except CareError as refused:
        return _queue(request, str(number), str(refused.text))
    else:
        messages.success(request, _("Decided. Whom it concerns and who reported it are told."))
    return redirect("mod_queue")


def _ruling(request: HttpRequest) -> Ruling:
    """Raises NotForThis when no measure was chosen."""
    measure = request.POST.get("measure", "")
    if measure not in set(Measure):
        raise errors.NotForThis
    days, whom = request.POST.get(f"days-{measure}", ""), request.POST.get("whom", "")
    return Ruling(
        measure=Measure(measure),
        rule=request.POST.get("rule", ""),
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else None,
        words=request.POST.get("words", "").replace("\x00", ""),
        whom=int(whom) if whom.isascii() and whom.isdigit() and len(whom) < 19 else None,
    )


def _ticked(request: HttpRequest) -> list[tuple[Thing, int]]:
    """Raises NoSuchThing."""
    found = []
    for thing in (Thing.PHOTO, Thing.DOCUMENT):
        for text in request.POST.getlist(thing.value):
            if not (text.isascii() and text.isdigit() and len(text) < 19):
                raise errors.NoSuchThing
            found.append((thing, int(text)))
    return found


@with_power(Power.ESCALATE)
@require_POST
def escalate(request: HttpRequest, number: int) -> HttpResponse:
    """POST /mod/queue/<n>/escalate."""
    try:
        actions.escalate(_me(request), number)
    except CareError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("Escalated: a moderator decides."))
    return redirect("mod_queue")


@with_power(Power.ANSWER)
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """GET /mod/appeals: each with the decision it is against; who decided it cannot answer."""
    return _appeals(request)


def _appeals(request: HttpRequest, number: int = 0, refused: str = "") -> HttpResponse:
    me, language = _me(request).pk, request.LANGUAGE_CODE[:2]
    rows = [
        (row, queries.told(row.decision), queries.may_answer_appeal(me, row))
        for row in queries.appeals_waiting()
    ]
    about = {"rows": rows, "language": language, "number": number, "refused": refused, "sent": request.POST}
    return render(request, "mod/appeals.html", _desk(request) | about, status=422 if refused else 200)


@with_power(Power.ANSWER)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """POST /mod/appeals/<decision>/answer with stands and words."""
    text, stands = request.POST.get("words", "").replace("\x00", ""), request.POST.get("stands")
    if stands not in ("yes", "no"):
        return _appeals(request, number, _("Say whether it stands or was wrong."))
    try:
        actions.answer(_me(request), number, text, uphold=stands == "yes")
    except CareError as refused:
        return _appeals(request, number, str(refused.text))
    said = _("It stands, and its owner is told why.") if stands == "yes" else _("It is lifted.")
    messages.success(request, said)
    return redirect("mod_appeals")


@with_power(Power.APPOINT)
def staff(request: HttpRequest) -> HttpResponse:
    """GET and POST /mod/staff: who moderates; name one more by mail address."""
    refused = ""
    if request.method == "POST":
        person, role = people.person_by_email(request.POST.get("email", "")), request.POST.get("role", "")
        if person is None:
            refused = _("Nobody has signed up with this mail address.")
        elif role not in set(Role):
            refused = _("Choose a role.")
        else:
            try:
                actions.appoint(_me(request), person, Role(role))
            except CareError as error:
                refused = str(error.text)
            else:
                messages.success(request, _("%(name)s is on the staff.") % {"name": person.name})
                return redirect("mod_staff")
    about = {"places": queries.staff_places(), "refused": refused, "sent": request.POST}
    return render(request, "mod/staff.html", _desk(request) | about, status=422 if refused else 200)


@with_power(Power.APPOINT)
@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    """POST /mod/staff/<person>/dismiss."""
    try:
        actions.dismiss(_me(request), number)
    except CareError as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("They moderate no longer."))
    return redirect("mod_staff")


@with_power(Power.AUDIT)
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """GET /mod/looks: who of the staff opened what."""
    about = {"looks": queries.looks(), "records": queries.record_looks()}
    return render(request, "mod/looks.html", _desk(request) | about)


@with_power(Power.LOOK)
@require_safe
def record(request: HttpRequest, number: int) -> HttpResponse:
    """GET /mod/people/<n>: what waits about a person, what was decided, what holds now."""
    try:
        found = queries.record_of(number)
    except people.NoSuchPerson as missing:
        raise Http404 from missing
    actions.note_record_look(_me(request), number)
    told = [queries.told(row) for row in found.decisions]
    about = {"record": found, "told": told, "restraints": people.restraints_on(number)}
    return render(request, "mod/record.html", _desk(request) | about)


def _desk(request: HttpRequest) -> dict[str, object]:
    """What every page of the desk shows."""
    role = queries.role_of(_me(request).pk)
    return {"role": role, "may": lambda power: may(role, Power(power)), "words": words}


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
