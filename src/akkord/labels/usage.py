"""Reports of uses on a licensor's desk, and its claims in answer: sent in, judged, answered."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from akkord.royalties import actions, queries, words
from akkord.royalties import archive as archives
from akkord.royalties.errors import NoSuchReport, RoyaltyError
from akkord.words.places import place_names

from .office import Office, Refusal, in_office, page

if TYPE_CHECKING:
    from akkord.people.models import Person

PAGE, SENT = 24, 100


class ClaimsForm(forms.Form):
    """A message of claims as a file."""

    message = forms.FileField(
        label=gettext_lazy("Message of claims (CDM 2.0)"),
        help_text=gettext_lazy(
            "Profile Claims or ClaimsAmounts, up to 8 MB. Refused whole if it has a fault."
        ),
        widget=forms.FileInput(attrs={"accept": ".tsv,text/tab-separated-values,text/plain"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_office
def listed(request: HttpRequest, office: Office) -> HttpResponse:
    """GET, POST /rights/<n>/usage-reports: what was heard month by month; claims sent in."""
    person = cast("Person", request.user)
    form = ClaimsForm(request.POST, request.FILES) if request.method == "POST" else ClaimsForm()
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["message"]
        try:
            taken = actions.take_claims(person, office.number, sent.name[:200], sent.read(9 * 1024 * 1024))
            said = ngettext("%(num)s claim is kept.", "%(num)s claims are kept.", taken.stated)
            messages.success(request, said % {"num": taken.stated})
            return redirect("labels-usage-reports", office.number)
        except (RoyaltyError, *Refusal) as refused:
            form.add_error("message", str(refused))
    reach = queries.reach_of(person, office.number)
    reports = queries.usage_reports_of(office.number, reach)
    sent_in = queries.claim_messages_of(office.number, reach)
    shares = queries.claimed_shares_of(office.number, reach)
    about: dict[str, Any] = {
        "shown": Paginator(reports, PAGE).get_page(request.GET.get("page")),
        "sent": list(sent_in[:SENT]),
        "shares": Paginator(shares, SENT).get_page(request.GET.get("shares")),
        "place_names": place_names,
        "form": form,
        "words": words,
    }
    return page(request, office, "usage", "usage-reports", status=422 if form.errors else 200, **about)


@require_safe
@in_office
def packed(request: HttpRequest, office: Office, report: int) -> FileResponse:
    """GET /rights/<n>/usage-reports/<r>.zip: the files of one report."""
    reach = queries.reach_of(cast("Person", request.user), office.number)
    try:
        found = queries.usage_report_of(office.number, report, reach)
    except NoSuchReport as missing:
        raise Http404 from missing
    return zip_answer(f"usage-{found.message_id}.zip", queries.report_files(found))


@require_safe
@in_office
def answers(request: HttpRequest, office: Office, message: int) -> HttpResponseBase:
    """GET /rights/<n>/usage-reports/claims/<c>.zip: what the site answers to a message, as of now."""
    reach = queries.reach_of(cast("Person", request.user), office.number)
    found = queries.claim_messages_of(office.number, reach).filter(pk=message).first()
    if found is None:
        raise Http404
    told = [(name, [body]) for name, body in queries.answers_to(found)]
    if not told:
        messages.info(request, _("There is nothing to answer: no claim contradicts anything."))
        return redirect("labels-usage-reports", office.number)
    return zip_answer(f"answer-{found.pk}.zip", told)


def zip_answer(name: str, files: Iterable[tuple[str, Iterable[bytes]]]) -> FileResponse:
    """Files as one archive, for saving."""
    return FileResponse(
        archives.packed(files), as_attachment=True, filename=name, content_type="application/zip"
    )
