"""Money on the label's desk: statements, what is in them line by line, and questions about a line."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from akkord.catalogue.errors import CatalogueError
from akkord.royalties import actions, paper, queries, reporting, words
from akkord.royalties import archive as archives
from akkord.royalties import check as command
from akkord.royalties.errors import NoPartyId, NoSuchLine, NoSuchStatement, NotSignedYet, RoyaltyError
from akkord.royalties.rules.forecast import forecast
from akkord.words.places import country_name

from .csv_files import csv_answer
from .figures import added_up, greatest
from .office import Office, in_office, page

if TYPE_CHECKING:
    from akkord.people.models import Person

STATEMENTS, LINES, PLAYS = 24, 50, 100
DRAWN = 12  # months
NOTHING: Mapping[str, Any] = {"pools": []}
NUMBERS = ("recording", "plays", "amount")


class DisputeForm(forms.Form):
    """What is wrong with a line."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong with it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """GET /rights/check-statement.py: recomputes a statement anywhere; it needs the library tilelog alone."""
    answer = HttpResponse(Path(command.__file__).read_bytes(), content_type="text/plain; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    return _taken_away(answer, "check_statement.py")


@require_safe
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET /rights/<n>/royalties: every statement, advances, and drawings of what was due."""
    reach = _reach(request, office)
    found = queries.statements_of(office.number, reach)
    shown = Paginator(found, STATEMENTS).get_page(request.GET.get("page"))
    newest = found.first()
    months = _dues(found.filter(currency=newest.currency)) if newest and reach.whole else []
    coming = forecast([due for _, due in months])
    lines = list(queries.lines_in(newest, reach)) if newest else []
    about: dict[str, Any] = {
        "shown": shown,
        "whole": reach.whole,
        "newest": newest,
        "months": months,
        "coming": coming,
        "highest": max([due for _, due in months] + ([coming.high] if coming else []), default=0),
        "advances": queries.advances(office.number) if reach.whole else [],
        "drawings": [
            (_("Territory"), added_up(lines, lambda row: country_name(row["territory"]))),
            (_("Recording"), added_up(lines, _named)),
        ],
        "greatest": greatest,
        "money": words.money,
    }
    return page(request, office, "royalties", "royalties", **about)


def _dues(statements: QuerySet[queries.Statement]) -> list[tuple[date, int]]:
    """What each of the last months was due with all corrections so far, the oldest first."""
    sums = statements.order_by("-month__first_day").values_list("month__first_day").annotate(sum=Sum("due"))
    return list(reversed(sums[:DRAWN]))


@require_safe
@in_office
def statement(request: HttpRequest, office: Office, statement: int) -> HttpResponse:
    """GET /rights/<n>/royalties/<s>?q=…&territory=DE: the account, the pools, what waits, the lines."""
    reach = _reach(request, office)
    found = _found(office, statement, reach)
    said, rows = _said(found, reach), list(queries.lines_in(found, reach))
    wanted, territory = request.GET.get("q", "").strip()[:200], request.GET.get("territory", "")
    chosen = [row for row in rows if _is_wanted(row, wanted, territory)]
    about: dict[str, Any] = {
        "statement": found,
        "said": said,
        "waiting": [
            (pool, part) for pool in (said or NOTHING)["pools"] for part in pool["parts"] if part["waits"]
        ],
        "lines": Paginator(chosen, LINES).get_page(request.GET.get("page")),
        "wanted": wanted,
        "territory": territory,
        "territories": sorted({(country_name(row["territory"]), row["territory"]) for row in rows}),
        "asked": {asked.line: asked for asked in queries.questions_of(found, reach)},
        "words": words,
        "money": words.money,
        "country_name": country_name,
        "paid_part": _paid_part,
    }
    return page(request, office, "royalty_statement", "royalties", **about)


@require_safe
@in_office
def line(request: HttpRequest, office: Office, statement: int, line: str) -> HttpResponse:
    """GET /rights/<n>/royalties/<s>/lines/<id>: its arithmetic, the plays behind it, what was asked."""
    reach = _reach(request, office)
    found = _found(office, statement, reach)
    return _line_page(request, office, found, _line(found, line, reach), DisputeForm())


@require_POST
@in_office
def dispute(request: HttpRequest, office: Office, statement: int, line: str) -> HttpResponse:
    """POST /rights/<n>/royalties/<s>/lines/<id>/dispute: the site has to answer with reasons."""
    reach = _reach(request, office)
    found = _found(office, statement, reach)
    row, form = _line(found, line, reach), DisputeForm(request.POST)
    if form.is_valid():
        try:
            actions.ask(cast("Person", request.user), found, line, form.cleaned_data["text"])
            messages.success(request, _("The site is asked, and answers here."))
            return redirect("labels-royalty-line", office.number, found.pk, line)
        except (RoyaltyError, CatalogueError) as refused:
            form.add_error("text", str(refused))
    return _line_page(request, office, found, row, form)


@require_safe
@in_office
def sales_report(request: HttpRequest, office: Office, statement: int) -> HttpResponseBase:
    """GET /rights/<n>/royalties/<s>/sales-report.zip: the same lines as a DDEX report to record companies."""
    found = _whole(request, office, statement)
    try:
        packed = archives.packed(reporting.sales_report(found))
    except NoPartyId as refused:
        messages.error(request, str(refused))
        return redirect(found.get_absolute_url())
    name = f"sales-report-{found.number.replace('/', '-')}.zip"
    return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")


@require_safe
@in_office
def archive(request: HttpRequest, office: Office, statement: int) -> HttpResponse:
    """GET /rights/<n>/royalties/<s>/archive.zip: document, lines and proof; check-statement.py reads it."""
    found = _whole(request, office, statement)
    try:
        packed = archives.archive(found)
    except NotSignedYet as refused:
        messages.info(request, str(refused))
        return redirect("labels-royalty-statement", office.number, found.pk)
    return _taken_away(HttpResponse(packed, content_type="application/zip"), f"{_name(found)}.zip")


@require_safe
@in_office
def lines_csv(request: HttpRequest, office: Office, statement: int) -> HttpResponseBase:
    """GET /rights/<n>/royalties/<s>/lines.csv: for spreadsheets; the very bytes are in the archive."""
    reach = _reach(request, office)
    found = _found(office, statement, reach)
    return csv_answer(f"{_name(found)}-lines.csv", command.COLUMNS, _cells(found, reach))


@require_safe
@in_office
def pdf(request: HttpRequest, office: Office, statement: int) -> HttpResponse:
    """GET /rights/<n>/royalties/<s>/statement.pdf"""
    found = _whole(request, office, statement)
    answer = HttpResponse(paper.statement_pdf(found), content_type="application/pdf")
    return _taken_away(answer, f"{_name(found)}.pdf")


def _reach(request: HttpRequest, office: Office) -> queries.Reach:
    """What of this organisation's statements who looks may read."""
    return queries.reach_of(cast("Person", request.user), office.number)


def _found(office: Office, number: int, reach: queries.Reach) -> queries.Statement:
    try:
        return queries.statement_of(office.number, number, reach)
    except NoSuchStatement as missing:
        raise Http404 from missing


def _whole(request: HttpRequest, office: Office, number: int) -> queries.Statement:
    """For what tells the whole statement: an agent for some recordings finds nothing there."""
    try:
        return queries.whole_statement_of(office.number, number, _reach(request, office))
    except NoSuchStatement as missing:
        raise Http404 from missing


def _said(found: queries.Statement, reach: queries.Reach) -> Mapping[str, Any] | None:
    """The document; None for who may read some lines alone."""
    return queries.said_in(found, reach) if reach.whole else None


def _line(found: queries.Statement, line: str, reach: queries.Reach) -> dict[str, str]:
    try:
        return queries.line_in(found, line, reach)
    except NoSuchLine as missing:
        raise Http404 from missing


def _line_page(
    request: HttpRequest, office: Office, found: queries.Statement, row: dict[str, str], form: DisputeForm
) -> HttpResponse:
    reach = _reach(request, office)
    said = _said(found, reach)
    asked = [each for each in queries.questions_of(found, reach) if each.line == row["id"]]
    plays = Paginator(list(queries.plays_behind(found, row)), PLAYS).get_page(request.GET.get("page"))
    about: dict[str, Any] = {
        "statement": found,
        "line": row,
        "arithmetic": _arithmetic(said, row) if said else _without_pool(row),
        "plays": plays,
        "asked": asked,
        "waits_for_answer": any(each.state == "asked" for each in asked),
        "form": form,
        "words": words,
        "money": words.money,
        "country_name": country_name,
    }
    return page(request, office, "royalty_line", "royalties", status=422 if form.errors else 200, **about)


def _without_pool(row: Mapping[str, str]) -> str:
    """What an agent for some recordings is told: the pool and its other lines are not theirs to see."""
    return _("%(plays)s plays, %(fraction)s of each: %(amount)s.") % {
        "plays": row["plays"],
        "fraction": row["fraction"],
        "amount": words.money(int(row["amount"]), row["currency"]),
    }


def _arithmetic(said: Mapping[str, Any], row: Mapping[str, str]) -> str:
    """How the line came to its amount, in one sentence."""
    amount = words.money(int(row["amount"]), row["currency"])
    if row["kind"] == "reversal":
        return _("%(amount)s: the line %(replaces)s of an earlier statement is taken back.") % {
            "amount": amount,
            "replaces": row["replaces"],
        }
    if row["kind"] == "replacement":
        return _("%(plays)s plays, %(fraction)s of each: %(amount)s, put anew by a correction.") % {
            "plays": row["plays"],
            "fraction": row["fraction"],
            "amount": amount,
        }
    pool, part = _of_line(said, row)
    facts = {
        "plays": row["plays"],
        "fraction": row["fraction"],
        "weight": row["weight"],
        "own": part["weight"],
        "part": words.money(part["amount"], row["currency"]),
        "pool": words.money(pool["amount"], row["currency"]),
        "amount": amount,
    }
    if pool["rule"] == "user_centric":
        said_of_rule = _(
            "%(plays)s plays, %(fraction)s of each, weigh %(weight)s by what each payer heard; your lines "
            "here weigh %(own)s together and have %(part)s of the pool of %(pool)s, so this line has "
            "%(amount)s."
        )
    else:
        said_of_rule = _(
            "%(plays)s plays × %(fraction)s of each weigh %(weight)s; your lines here weigh %(own)s together "
            "and have %(part)s of the pool of %(pool)s, so this line has %(amount)s."
        )
    return said_of_rule % facts


def _of_line(said: Mapping[str, Any], row: Mapping[str, str]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The pool and the organisation's part of it that a line belongs to."""
    return next(
        (pool, part)
        for pool in said["pools"]
        if all(pool[name] == row[name] for name in ("offer", "sold_in", "currency"))
        for part in pool["parts"]
        if part["waits"] == row["waits"]
    )


def _paid_part(pool: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The organisation's own part of a pool that does not wait."""
    return next((part for part in pool["parts"] if not part["waits"]), None)


def _named(row: Mapping[str, str]) -> str:
    """A recording as a list shows it."""
    name = " — ".join(each for each in (row["artist"], row["title"]) if each)
    return name or _("a sound nobody knows")


def _is_wanted(row: Mapping[str, str], wanted: str, territory: str) -> bool:
    about = f"{row['artist']} {row['title']} {row['isrc']}".casefold()
    return (not territory or row["territory"] == territory) and all(
        word in about for word in wanted.casefold().split()
    )


def _cells(found: queries.Statement, reach: queries.Reach) -> Iterator[list[object]]:
    for row in queries.lines_in(found, reach):
        yield [int(row[name]) if name in NUMBERS else row[name] for name in command.COLUMNS]


def _name(found: queries.Statement) -> str:
    return f"statement-{found.number.replace('/', '-')}"


def _taken_away(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
