"""The review queue: one thing after another that waits for a person, its letters seen before they go."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import doubts, proceedings, reviewing
from akkord.cases import proceeding_queries as queries
from akkord.cases import proceeding_words as words
from akkord.cases.errors import CaseError
from akkord.cases.law import queue
from akkord.cases.law.queue import Item, Kind
from akkord.cases.models import Approval, OrderRow, Proceeding
from akkord.cases.writing import said_at
from akkord.flow import clock
from akkord.music import queries as music
from akkord.people import queries as people

from . import conflicts, suspensions
from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

SHOWN = 100
MOST_ROWS = 50  # of the chosen item; all of them are on its own page
ROWS = frozenset({Kind.ROW, Kind.LINE})
# Items that are about no proceeding.
OTHERS = ROWS | conflicts.KINDS | suspensions.KINDS
# Letters that decide, in the order of the acts; j, k, c and ? are the queue's own.
LETTERS = "asdfglqwertyuiop"  # n: none of them


@operators_only
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """GET /staff/review?item=<key>&event=<e>&reason=…: the queue, one item whole, and a step's letters."""
    person, now = _person(request), clock.now()
    everything, only = reviewing.items(now), request.GET.get("only", "")
    waiting = [item for item in everything if item.trusted or only != "trusted"]
    asked = request.GET.get("item", "")
    chosen = next((item for item in waiting if item.key == asked), None)
    chosen = chosen or queue.next_for(waiting, person.pk, now) or (waiting[0] if waiting else None)
    following = queue.next_for(waiting, person.pk, now, chosen.key) if chosen else None
    about: dict[str, Any] = {
        "waiting": waiting[:SHOWN],
        "only": only,
        "trusted": sum(item.trusted for item in everything),
        "count": len(waiting),
        "chosen": chosen,
        "following": following if following != chosen else None,
        "mine": chosen is not None and queue.may_take(chosen, person.pk, now),
        "now": now,
        "names": _names(waiting[:SHOWN]),
        "acts": [],
        "meant": [],
        "row": None,
        "conflict": None,
        "suspension": None,
        "reason": request.GET.get("reason", ""),
        "taker": people.people_by_numbers({i.taken_by for i in waiting if i.taken_by}),
        "words": words,
        "said_at": said_at,
    }
    return render(request, "staff/review.html", about | (_of(request, person, chosen) if chosen else {}))


def _of(request: HttpRequest, person: "Person", item: Item) -> dict[str, Any]:
    if item.kind in conflicts.KINDS:
        return conflicts.of_item(item)
    if item.kind in suspensions.KINDS:
        return suspensions.of_item(item)
    return _row(item) if item.kind in ROWS else _whole(request, person, item)


def _row(item: Item) -> dict[str, Any]:
    """A doubtful line with its order or act and the tracks it may mean, each with its key."""
    row = reviewing.doubtful_row(item)
    meant = [(LETTERS[n : n + 1], track) for n, track in enumerate(doubts.tracks_meant(row))]
    order = row.order if isinstance(row, OrderRow) else None
    return {"row": row, "order": order, "found": None if order else row.proceeding, "meant": meant}  # type: ignore[union-attr]


def _whole(request: HttpRequest, person: "Person", item: Item) -> dict[str, Any]:
    """The chosen item with its case, what can be done, and the letters of what was chosen to be looked at."""
    approval = None
    if item.kind == Kind.APPROVAL:
        approval = Approval.objects.select_related("proposer", "proceeding").get(pk=item.number)
        found = approval.proceeding
    else:
        found = Proceeding.objects.get(pk=item.number)
    events = [] if approval else reviewing.steps_of(found)
    event = approval.event if approval else request.GET.get("event", "")
    reason = (str(approval.facts.get("reason", "")) if approval else request.GET.get("reason", "")).strip()
    letters, refused = [], ""
    if event in events or (approval and not approval.emergency):  # what was done alone has sent its letters
        try:
            letters = reviewing.drafts(approval.proposer if approval else person, found, event, reason[:2000])
        except CaseError as cannot:
            refused = str(cannot)
    return {
        "found": found,
        "approval": approval,
        "law": queries.procedure_of(found),
        "rows": found.rows.order_by("line")[:MOST_ROWS],
        "more": max(0, found.rows.count() - MOST_ROWS),
        "deadlines": queries.deadlines_of(found),
        "history": found.steps.order_by("pk"),
        "missing": found.facts.get("missing") or [],
        "compared": _compared(request, found),
        "acts": list(zip(LETTERS, events, strict=False)),
        "two": {each for each in events if proceedings.act_of(found, each) is not None},
        "event": event,
        "reason": reason,
        "letters": letters,
        "refused": refused,
    }


def _compared(request: HttpRequest, found: Proceeding) -> list[music.Compared]:
    """Both sides of what is claimed, to be heard before it is decided about."""
    track = getattr(found.upload, "track", None)
    if track is None:
        return []
    listener = music.listener(request.user.pk, request.territory)  # type: ignore[attr-defined]
    return music.compare(listener, track, staff=True)


def _names(waiting: list[Item]) -> dict[str, Proceeding]:
    """key → the proceeding it is about, for the list; lines are listed as such."""
    asked = Approval.objects.in_bulk([i.number for i in waiting if i.kind == Kind.APPROVAL])
    about = [i for i in waiting if i.kind not in OTHERS]
    numbers = {i.key: asked[i.number].proceeding_id if i.kind == Kind.APPROVAL else i.number for i in about}
    found = Proceeding.objects.in_bulk(list(numbers.values()))
    return {key: found[number] for key, number in numbers.items()}


@operators_only
@require_POST
def take(request: HttpRequest, item: str) -> HttpResponse:
    """POST /staff/review/<key>/take: nobody else works on it for a quarter of an hour."""
    try:
        reviewing.take(_person(request), item)
        messages.success(request, _("It is yours for a quarter of an hour."))
    except CaseError as refused:
        messages.error(request, str(refused))
    return _at(item)


@operators_only
@require_POST
def give_back(request: HttpRequest, item: str) -> HttpResponse:
    """POST /staff/review/<key>/leave"""
    reviewing.give_back(_person(request), item)
    return redirect("staff_review")


@operators_only
@require_POST
def decide_row(request: HttpRequest, item: str) -> HttpResponse:
    """POST /staff/review/<key>/row: which track a doubtful line means; none of them."""
    chosen = request.POST.get("track", "")
    track = int(chosen[:18]) if chosen.isascii() and chosen.isdigit() else None
    try:
        row = reviewing.decide_row(_person(request), item, track)
    except CaseError as refused:
        messages.error(request, str(refused))
        return _at(item)
    if row.block is not None:
        said = _("The row names it, and it is silent.")
    elif row.meant:
        said = _("The row names it; nothing follows from that now.")
    else:
        said = _("The row names none of them: it stays as it is.")
    messages.success(request, said)
    return redirect("staff_review")


@operators_only
@require_POST
def act(request: HttpRequest, item: str) -> HttpResponse:
    """POST /staff/review/<key>/act: approve, or take a step; where two are needed, it is proposed."""
    person, event = _person(request), request.POST.get("event", "")
    reason = request.POST.get("reason", "").strip()[:2000]
    facts: dict[str, object] = {"reason": reason} if reason else {}
    try:
        taken = reviewing.take(person, item)
        if taken.kind == Kind.APPROVAL:
            proceedings.approve(person, taken.number)
            messages.success(request, _("Approved, and done."))
        else:
            _step(request, person, Proceeding.objects.get(pk=taken.number), event, facts)
    except CaseError as refused:
        messages.error(request, str(refused))
        return _at(item)
    reviewing.give_back(person, item)
    return redirect("staff_review")


def _step(
    request: HttpRequest, person: "Person", found: Proceeding, event: str, facts: dict[str, object]
) -> None:
    if proceedings.act_of(found, event) is not None:
        proceedings.propose(person, found.public_id, event, facts)
        messages.info(request, _("Proposed. Somebody else of the staff has 24 hours to approve it."))
        return
    by = proceedings.actor_of(event)
    proceedings.record_event(found.public_id, event, by, person=person, facts=facts)
    messages.success(request, _("It is recorded."))


def _at(item: str) -> HttpResponse:
    return redirect(f"{reverse('staff_review')}?item={item}")


def _person(request: HttpRequest) -> "Person":
    return cast("Person", request.user)
