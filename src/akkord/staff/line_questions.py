"""Questions about lines of statements, on the operator's desk: answered with reasons."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from akkord.royalties import actions, queries, words
from akkord.royalties.errors import AnsweredBefore, BadEntry, NoSuchQuestion

from .money_forms import AnswerForm
from .views import operators_only

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE = 20


@operators_only
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """GET /staff/line-questions: those that wait first, each with its line."""
    return _page(request)


@operators_only
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """POST /staff/line-questions/<n>"""
    try:
        asked = queries.question_by_number(number)
    except NoSuchQuestion as missing:
        raise Http404 from missing
    form = AnswerForm(request.POST, auto_id=f"answer_{number}_%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer(
                cast("Person", request.user), asked, said["text"], corrected=said["verdict"] == "corrected"
            )
            messages.success(request, _("The answer is with its line."))
            return redirect("staff_line_questions")
        except AnsweredBefore as refused:
            messages.error(request, str(refused))
            return redirect("staff_line_questions")
        except BadEntry as refused:
            form.add_error("text", str(refused))
    return _page(request, (number, form))


def _page(request: HttpRequest, sent: tuple[int, AnswerForm] | None = None) -> HttpResponse:
    shown = Paginator(queries.questions(), PAGE).get_page(request.GET.get("page"))
    rows = [
        (asked, queries.line_in(asked.statement, asked.line, queries.EVERYTHING), _form(asked.pk, sent))
        for asked in shown.object_list
    ]
    about: dict[str, Any] = {"shown": shown, "rows": rows, "words": words, "money": words.money}
    return render(request, "staff/line_questions.html", about, status=422 if sent else 200)


def _form(number: int, sent: tuple[int, AnswerForm] | None) -> AnswerForm:
    if sent is not None and sent[0] == number:
        return sent[1]
    return AnswerForm(auto_id=f"answer_{number}_%s")
