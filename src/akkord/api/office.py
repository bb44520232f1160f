"""The rights office through the API: catalogues delivered, licences and policies stated, orders, contests.

Whoever acts for no such organisation is told that there is none.
"""

import uuid
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from akkord.cases import actions as cases
from akkord.cases import claim_queries, claims, inquiries, whereabouts
from akkord.cases import queries as case_queries
from akkord.catalogue import actions as catalogue
from akkord.catalogue import previewing, queries
from akkord.catalogue.errors import CatalogueError, NoSuchDelivery, NoSuchMessage, NoSuchOrganisation
from akkord.catalogue.models import Delivery, Organisation, Recording, ReleaseMessage
from akkord.catalogue.roles import Duty
from akkord.deals import queries as deals
from akkord.deals import simulating
from akkord.disclosure.certificates import Certificate
from akkord.disclosure.executed import of_order
from akkord.disclosure.notices import lumen_notice
from akkord.flow import clock
from akkord.groups import queries as groups
from akkord.music import queries as music
from akkord.people import queries as people
from akkord.people.models import Person
from akkord.rights import actions as rights
from akkord.rights import delivered
from akkord.rights import queries as facts
from akkord.rights.models import Licence, Policy
from akkord.rights.territories import parse

from . import office_shapes as shapes
from .auth import person_of
from .errors import NoSuchStatement
from .paging import Asked, Page, each, page
from .values import Number, Title

router = Router(tags=["rights office"])

PIECE = 256 * 1024


@router.get(
    "/organisations", summary="The organisations I may act for, directly or by mandate", response=Page
)
def organisations(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    ways = {way.organisation.pk: way for way in queries.organisations_for(person_of(request).pk, clock.now())}
    rows = queries.organisations().filter(pk__in=ways)
    return page(
        request, asked, rows, lambda own: [shapes.organisation_shape(ways[o.pk]) for o in own], ("pk",)
    )


# --- deliveries --------------------------------------------------------------------------------------


@router.post(
    "/organisations/{number}/deliveries",
    summary="Deliver a list of recordings (CSV or .xlsx), or have it shown first; then send its sound files",
    response={201: dict},
)
def deliver(
    request: HttpRequest,
    number: Number,
    listing: UploadedFile = File(..., alias="list"),  # noqa: B008
    name: Title = Form(...),  # noqa: B008
    preview: bool = Form(False),
) -> Status[dict[str, Any]]:
    organisation = _organisation(request, number)
    take = catalogue.propose if preview else catalogue.deliver
    return Status(201, _delivery_shape(take(person_of(request), organisation, name, listing.read())))


@router.get(
    "/organisations/{number}/deliveries",
    summary="Deliveries, newest first, without their lines",
    response=Page,
)
def deliveries(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    return page(request, asked, queries.deliveries_of(_organisation(request, number).pk), _delivery_shapes)


@router.post(
    "/deliveries/{number}/files",
    summary="Send sound files for the lines that name them; those not taken come back with the reason",
    response={200: dict, 422: dict},
)
def add_files(
    request: HttpRequest,
    number: Number,
    files: list[UploadedFile] = File(...),  # noqa: B008
) -> Status[dict[str, Any]]:
    delivery, refused = _delivery(request, number), []
    for file in files:
        try:
            catalogue.add_file(person_of(request), delivery, file.name or "", file.chunks(PIECE))
        except CatalogueError as fault:
            refused.append({"file": file.name, "error": fault.code, "text": str(fault)})
    said = _delivery_shape(delivery) | {"refused": refused}
    return Status(200 if len(refused) < len(files) else 422, said)


@router.post(
    "/deliveries/{number}/accept", summary="Take in a list that was shown first, exactly as it was kept"
)
def accept_list(request: HttpRequest, number: Number) -> dict[str, Any]:
    return _delivery_shape(catalogue.accept_list(person_of(request), _delivery(request, number)))


@router.delete(
    "/deliveries/{number}", summary="Throw a list away that waits to be accepted", response={204: None}
)
def discard_list(request: HttpRequest, number: Number) -> Status[None]:
    catalogue.discard_list(person_of(request), _delivery(request, number))
    return Status(204, None)


@router.get("/deliveries/{number}", summary="A delivery, line by line: state, and what was wrong")
def delivery(request: HttpRequest, number: Number) -> dict[str, Any]:
    return _delivery_shape(_delivery(request, number))


@router.post(
    "/organisations/{number}/messages",
    summary="Send a DDEX message (ERN 3.4.1 to 4.3) to be read; nothing follows until it is accepted",
    response={201: dict},
)
def send_message(
    request: HttpRequest,
    number: Number,
    message: UploadedFile = File(...),  # noqa: B008
) -> Status[dict[str, Any]]:
    organisation = _organisation(request, number)
    made = catalogue.receive_message(
        person_of(request), organisation, message.name or "", message.chunks(PIECE)
    )
    return Status(201, shapes.message_shape(made))


@router.get(
    "/organisations/{number}/messages",
    summary="DDEX messages, newest first, without what they say",
    response=Page,
)
def messages(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    return page(request, asked, queries.messages_of(_organisation(request, number).pk), _message_shapes)


@router.get(
    "/messages/{number}",
    summary="A DDEX message as it was understood: rows, faults, and what will follow when it is accepted",
)
def message(request: HttpRequest, number: Number) -> dict[str, Any]:
    found = _message(request, number)
    if found.state != ReleaseMessage.State.READ:
        return shapes.message_shape(found) | {"understood": shapes.understood_shape(found)}
    change = delivered.change_by(found, clock.now(), foreseen=True)
    return shapes.message_shape(found) | {
        "understood": shapes.understood_shape(found),
        "begins": [shapes.foreseen_shape(delivered.as_row(each)) for each in change.state],
        "ends": [shapes.foreseen_shape(row) for row in change.withdraw],
    }


@router.post("/messages/{number}/accept", summary="Let what a DDEX message says take effect")
def accept_message(request: HttpRequest, number: Number) -> dict[str, Any]:
    return shapes.message_shape(catalogue.accept_message(person_of(request), _message(request, number)))


@router.get(
    "/organisations/{number}/recordings",
    summary="The catalogue as it grew: what is delivered later comes later",
    response=Page,
)
def recordings(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    own = queries.recordings_of(_organisation(request, number).pk)
    return page(request, asked, own, _recording_shapes, ("pk",))


@router.get(
    "/organisations/{number}/recordings/{recording}/where",
    summary="Every track of a member that holds a recording, best match first",
)
def where(request: HttpRequest, number: Number, recording: Number) -> list[dict[str, Any]]:
    found = whereabouts.recording_for(_organisation(request, number).pk, recording)
    return [shapes.place_shape(place) for place in whereabouts.places_of_recording(found.pk)]


@router.post(
    "/organisations/{number}/inquiries",
    summary="Ask where a sound file is on the site; it is examined and never published",
    response={201: dict},
)
def ask(request: HttpRequest, number: Number, file: UploadedFile = File(...)) -> Status[dict[str, Any]]:  # noqa: B008
    organisation = _organisation(request, number)
    asked = inquiries.ask(
        person_of(request), organisation, file.name or "", file.size or 0, file.chunks(PIECE)
    )
    return Status(201, shapes.inquiry_shape(asked, []))


@router.get(
    "/organisations/{number}/inquiries/{inquiry}", summary="What was found for a file that was asked for"
)
def inquiry(request: HttpRequest, number: Number, inquiry: uuid.UUID) -> dict[str, Any]:
    found = inquiries.inquiry_of(_organisation(request, number).pk, inquiry)
    return shapes.inquiry_shape(found, whereabouts.places_of_inquiry(found))


# --- licences and policies ---------------------------------------------------------------------------


@router.get(
    "/organisations/{number}/licences",
    summary="Licences, standing and withdrawn, newest first",
    response=Page,
)
def licences(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    rows = facts.licences_of(_organisation(request, number).pk, withdrawn=True)
    return page(request, asked, rows, each(shapes.licence_shape))


@router.post("/organisations/{number}/licences", summary="Grant a licence", response={201: dict})
def grant_licence(request: HttpRequest, number: Number, new: shapes.NewLicence) -> Status[dict[str, Any]]:
    organisation = _organisation(request, number)
    row = simulating.state_licence(person_of(request), organisation, new.fact(organisation.pk))
    return Status(201, shapes.licence_shape(row))


@router.delete("/licences/{number}", summary="Withdraw a licence from now on")
def withdraw_licence(request: HttpRequest, number: Number) -> dict[str, Any]:
    row = facts.licence_by_number(number)
    if row is None:
        raise NoSuchStatement(number)
    _acting_or(request, row.licensor_id, NoSuchStatement(number))
    return shapes.licence_shape(rights.withdraw_licence(person_of(request), row))


@router.get(
    "/organisations/{number}/policies",
    summary="Policies, standing and withdrawn, newest first",
    response=Page,
)
def policies(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    rows = facts.policies_of(_organisation(request, number).pk, withdrawn=True)
    return page(request, asked, rows, each(shapes.policy_shape))


@router.post("/organisations/{number}/policies", summary="Set a policy", response={201: dict})
def set_policy(request: HttpRequest, number: Number, new: shapes.NewPolicy) -> Status[dict[str, Any]]:
    organisation = _organisation(request, number)
    row = simulating.state_policy(person_of(request), organisation, new.fact(organisation.pk))
    return Status(201, shapes.policy_shape(row))


@router.delete("/policies/{number}", summary="Withdraw a policy from now on")
def withdraw_policy(request: HttpRequest, number: Number) -> dict[str, Any]:
    row = facts.policy_by_number(number)
    if row is None:
        raise NoSuchStatement(number)
    _acting_or(request, row.owner_id, NoSuchStatement(number))
    return shapes.policy_shape(rights.withdraw_policy(person_of(request), row))


@router.get(
    "/organisations/{number}/grants",
    summary="Grants to members and communities, standing and withdrawn, newest first",
    response=Page,
)
def grants(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    rows = facts.grants_of(_organisation(request, number).pk, withdrawn=True).filter(sound=None)
    return page(request, asked, rows, each(shapes.grant_shape))


@router.post(
    "/organisations/{number}/grants",
    summary="Let what one member or the keepers of one community send in pass without pay",
    response={201: dict},
)
def give_grant(request: HttpRequest, number: Number, new: shapes.NewGrant) -> Status[dict[str, Any]]:
    organisation = _organisation(request, number)
    account = None if new.account is None else people.person_by_number(new.account).pk
    group = None if new.group is None else groups.group_for(person_of(request).pk, new.group).pk
    row = rights.grant(
        person_of(request),
        organisation,
        account=account,
        group=group,
        territories=parse(new.territory),
        uses=new.uses,
        repertoire=new.repertoire,
        starts=new.starts,
        ends=new.ends,
        source=new.source,
    )
    return Status(201, shapes.grant_shape(row))


@router.delete("/grants/{number}", summary="Withdraw a grant from now on")
def withdraw_grant(request: HttpRequest, number: Number) -> dict[str, Any]:
    row = facts.grant_by_number(number)
    if row is None:
        raise NoSuchStatement(number)
    _acting_or(request, row.owner_id, NoSuchStatement(number))
    return shapes.grant_shape(rights.withdraw_grant(person_of(request), row))


# --- dry runs ----------------------------------------------------------------------------------------


@router.post(
    "/organisations/{number}/simulations",
    summary="What a licence, a policy or a withdrawal would have done to the past 90 days",
    response={201: dict},
)
def simulate(request: HttpRequest, number: Number, new: shapes.NewSimulation) -> Status[dict[str, Any]]:
    organisation = _organisation(request, number)
    stated = [each.fact(number) for each in (new.licence, new.policy) if each is not None]
    ended = [*_standing(facts.licences_of(number), new.withdraw_licence),
             *_standing(facts.policies_of(number), new.withdraw_policy)]  # fmt: skip
    made = simulating.simulate(person_of(request), organisation, state=stated, end=ended)
    return Status(201, shapes.simulation_shape(made))


def _standing(rows: QuerySet[Any], number: int | None) -> list[Any]:
    """The row of this number among the organisation's own that stand, where one is asked for."""
    if number is None:
        return []
    row = rows.filter(pk=number).first()
    if row is None:
        raise NoSuchStatement(number)
    return [row]


@router.get(
    "/organisations/{number}/simulations/{simulation}", summary="A dry run: how far it is, its answer"
)
def simulation(request: HttpRequest, number: Number, simulation: uuid.UUID) -> dict[str, Any]:
    return shapes.simulation_shape(deals.simulation_of(_organisation(request, number).pk, simulation))


@router.post(
    "/organisations/{number}/simulations/{simulation}/sign",
    summary="State the licence or policy exactly as it was simulated",
    response={201: dict},
)
def sign_simulation(request: HttpRequest, number: Number, simulation: uuid.UUID) -> Status[dict[str, Any]]:
    found = deals.simulation_of(_organisation(request, number).pk, simulation)
    rows = simulating.sign(person_of(request), found)
    licences = [shapes.licence_shape(row) for row in rows if isinstance(row, Licence)]
    policies = [shapes.policy_shape(row) for row in rows if isinstance(row, Policy)]
    return Status(201, {"licences": licences, "policies": policies})


@router.get(
    "/organisations/{number}/mandates",
    summary="Mandates given and held, past ones too, newest first",
    response=Page,
)
def mandates(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    found = queries.mandates_of(_organisation(request, number).pk)
    return page(request, asked, found, each(shapes.mandate_shape))


@router.post(
    "/organisations/{number}/mandates",
    summary="Let another organisation act for this one",
    response={201: dict},
)
def give_mandate(request: HttpRequest, number: Number, new: shapes.NewMandate) -> Status[dict[str, Any]]:
    given = catalogue.record_mandate(
        queries.organisation_by_number(new.agent),
        _organisation(request, number),
        new.document,
        territory=new.territory,
        recordings=new.recordings,
        delegable=new.delegable,
        starts=new.starts,
        ends=new.ends,
        person=person_of(request),
    )
    return Status(201, shapes.mandate_shape(given))


@router.post("/organisations/{number}/mandates/{mandate}/end", summary="Take a mandate back, or give it up")
def end_mandate(request: HttpRequest, number: Number, mandate: Number) -> dict[str, Any]:
    found = queries.mandate_of(_organisation(request, number).pk, mandate)
    catalogue.end_mandate(found, person_of(request))
    return shapes.mandate_shape(queries.mandate_of(number, mandate))


# --- orders and claims -------------------------------------------------------------------------------


@router.get(
    "/organisations/{number}/orders", summary="Orders, newest first, without their rows", response=Page
)
def orders(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    found = case_queries.orders_of(_organisation(request, number).pk)
    return page(request, asked, found, each(lambda o: shapes.order_shape(o, case_queries.summary_of(o), [])))


@router.post(
    "/organisations/{number}/orders",
    summary="File an order: everything it names is looked up; with `execute` it is silenced at once",
    response={201: dict},
)
def file_order(request: HttpRequest, number: Number, new: shapes.NewOrder) -> Status[dict[str, Any]]:
    person = person_of(request)
    order = cases.file_order(
        person,
        _organisation(request, number),
        title=new.title,
        reason=new.reason,
        text=new.text,
        territory=new.territory,
        execute=new.execute,
    )
    return Status(201, _order_shape(person, order))


@router.get("/orders/{order_id}", summary="An order, row by row: what was found, and the line of the log")
def order(request: HttpRequest, order_id: uuid.UUID) -> dict[str, Any]:
    person = person_of(request)
    return _order_shape(person, case_queries.order_for(person.pk, order_id))


@router.post("/orders/{order_id}/execute", summary="Silence everything an order names, in one step")
def execute_order(request: HttpRequest, order_id: uuid.UUID) -> dict[str, Any]:
    person = person_of(request)
    return _order_shape(person, cases.execute_order(person, case_queries.order_for(person.pk, order_id)))


@router.post("/orders/{order_id}/release", summary="Lift all that an order silences for one organisation")
def release_order(request: HttpRequest, order_id: uuid.UUID, said: shapes.Release) -> dict[str, Any]:
    person = person_of(request)
    found = case_queries.order_for(person.pk, order_id)
    cases.release_order(person, found, queries.organisation_by_number(said.organisation))
    return _order_shape(person, found)


@router.get(
    "/orders/{order_id}/certificate",
    summary="The certificate of compliance of an executed order: every row, its line, and the proofs",
    response={200: dict},
)
def certificate(request: HttpRequest, order_id: uuid.UUID) -> StreamingHttpResponse:
    found = case_queries.filed_order_for(person_of(request).pk, order_id)
    return StreamingHttpResponse(Certificate(of_order(found)).document(), content_type="application/json")


@router.get(
    "/orders/{order_id}/notice",
    summary="An executed order in the fields of Lumen, without natural persons; read it before publishing",
)
def notice(request: HttpRequest, order_id: uuid.UUID) -> dict[str, Any]:
    return {"notice": lumen_notice(case_queries.filed_order_for(person_of(request).pk, order_id))}


@router.post(
    "/organisations/{number}/claims",
    summary="Claim an upload by one's word: it silences nothing, and its uploader can dispute it",
    response={201: dict},
)
def claim(request: HttpRequest, number: Number, said: shapes.NewClaim) -> Status[dict[str, Any]]:
    found = claims.claim(person_of(request), _organisation(request, number), said.track, said.reason)
    return Status(201, shapes.contest_shape(found))


@router.get("/organisations/{number}/contests", summary="What uploaders contest, newest first", response=Page)
def contests(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    found = claim_queries.claims_against(_organisation(request, number).pk)
    return page(request, asked, found, each(shapes.contest_shape))


@router.post(
    "/organisations/{number}/contests/{contest}/answer",
    summary="Release an upload, or stand by its restriction",
)
def answer(request: HttpRequest, number: Number, contest: Number, said: shapes.Answer) -> dict[str, Any]:
    organisation = _organisation(request, number)
    answered = claims.answer(
        person_of(request), organisation, contest, release=said.answer == "release", answer=said.words
    )
    return shapes.contest_shape(answered)


@router.post(
    "/organisations/{number}/contests/{contest}/complain",
    summary="Complain that a person of the site found a use of ours lawful",
)
def complain(request: HttpRequest, number: Number, contest: Number, said: shapes.Complaint) -> dict[str, Any]:
    organisation = _organisation(request, number)
    return shapes.contest_shape(claims.complain(person_of(request), organisation, contest, said.words))


@router.get(
    "/organisations/{number}/held", summary="Contested claims with the money held for them", response=Page
)
def held(request: HttpRequest, number: Number, asked: Query[Asked]) -> dict[str, Any]:
    found = claim_queries.claims_against(_organisation(request, number).pk)
    return page(request, asked, found, each(shapes.held_shape))


# --- the gates ---------------------------------------------------------------------------------------


def _organisation(request: HttpRequest, number: int) -> Organisation:
    """The organisation, for those who may act for it. Raises NoSuchOrganisation for everybody else."""
    _acting_or(request, number, NoSuchOrganisation(number))
    return queries.organisation_by_number(number)


def _message(request: HttpRequest, number: int) -> ReleaseMessage:
    """A message of an organisation one may act for. Raises NoSuchMessage."""
    found = queries.message_by_number(number)
    _acting_or(request, found.organisation_id, NoSuchMessage(number))
    return found


def _acting_or(request: HttpRequest, organisation: int, otherwise: Exception) -> None:
    if not queries.ways_to_act(person_of(request).pk, [organisation], clock.now(), Duty.READ).get(
        organisation
    ):
        raise otherwise


def _delivery(request: HttpRequest, number: int) -> Delivery:
    found = queries.delivery_by_number(number)
    _acting_or(request, found.organisation_id, NoSuchDelivery(number))
    return found


def _delivery_shape(found: Delivery) -> dict[str, Any]:
    progress = queries.progress_of([found.pk])[found.pk]
    told = shapes.delivery_shape(found, progress, list(queries.rows_of(found.pk)))
    if found.state == "proposed":
        return told | {"preview": [shapes.foreseen_row_shape(row) for row in previewing.foreseen(found)]}
    return told | {"reexamined": asdict(music.reexamined(queries.recordings_delivered(found.pk)))}


def _delivery_shapes(found: list[Delivery]) -> list[dict[str, Any]]:
    progress = queries.progress_of(d.pk for d in found)
    return [shapes.delivery_shape(d, progress[d.pk], []) for d in found]


def _message_shapes(found: list[ReleaseMessage]) -> list[dict[str, Any]]:
    return [shapes.message_shape(message) for message in found]


def _recording_shapes(found: list[Recording]) -> list[dict[str, Any]]:
    tracks = music.track_counts_by_recording(r.pk for r in found)
    return [shapes.recording_shape(r, tracks.get(r.pk, 0)) for r in found]


def _order_shape(person: Person, found: "case_queries.Order") -> dict[str, Any]:
    rows = list(case_queries.rows_for(person.pk, found))
    return shapes.order_shape(found, Counter(row.found for row in rows), rows)
