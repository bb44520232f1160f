"""The native API: /api/v1, with its OpenAPI document at /api/v1/openapi.json, open to everybody."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import ValidationError

from akkord.board.errors import BoardError
from akkord.care.errors import CareError
from akkord.cases.errors import CaseError
from akkord.catalogue.errors import CatalogueError
from akkord.deals.errors import DealError
from akkord.dialogs.errors import DialogError
from akkord.disclosure.errors import DisclosureError, NotSignedYet
from akkord.documents.errors import DocumentError
from akkord.feed.errors import FeedError
from akkord.groups.errors import GroupError
from akkord.music.errors import MusicError, NotReady, Silent
from akkord.people.errors import PeopleError
from akkord.people.queries import NoSuchPerson
from akkord.podcasts.errors import PodcastError
from akkord.rights.errors import RightsError
from akkord.royalties.errors import NotSignedYet as StatementNotSignedYet
from akkord.royalties.errors import RoyaltyError
from akkord.subscriptions.errors import SubscriptionError
from akkord.wall.errors import WallError

from . import (
    alerts,
    auth,
    batches,
    board,
    care,
    cases,
    clubs,
    conflicts,
    dialogs,
    documents,
    friends,
    hooks,
    listening,
    music_lists,
    negotiations,
    office,
    ownership,
    people,
    podcasts,
    posts,
    royalties,
    royalty_months,
    search,
    stay_downs,
    strikes,
    subscriptions,
    unmatched,
    uploads,
    usage_reports,
)

api = NinjaAPI(
    title="Akkord",
    version="1",
    description="Upload, listen, deliver catalogues, license and order. Sign in with a bearer token "
    "(`./akkord manage token EMAIL`, or /settings/tokens).",
    auth=[auth.Bearer(), auth.session],
    docs_url=None,
)
for router in (
    people.router,
    posts.router,
    friends.router,
    clubs.router,
    board.router,
    search.router,
    uploads.router,
    strikes.router,
    listening.router,
    music_lists.router,
    podcasts.router,
    dialogs.router,
    documents.router,
    care.router,
    alerts.router,
    subscriptions.router,
    royalty_months.router,
    usage_reports.router,
    unmatched.router,
):
    api.add_router("", router)
for router in (
    *(office.router, ownership.router, conflicts.router, negotiations.router),
    *(stay_downs.router, cases.router, hooks.router, batches.router, royalties.router),
):
    api.add_router("", router, auth=auth.OFFICE)

Refusal = (
    MusicError
    | CatalogueError
    | RightsError
    | CaseError
    | DealError
    | DisclosureError
    | RoyaltyError
    | DialogError
    | DocumentError
    | PodcastError
    | WallError
    | FeedError
    | CareError
    | GroupError
    | BoardError
    | PeopleError
    | SubscriptionError
)

_STATUS = {
    "not_found": 404,
    "no_such_request": 404,
    "not_wanted": 403,
    "too_many_asked": 429,
    "too_many_voices": 429,
    "no_such_track": 404,
    "no_such_upload": 404,
    "no_such_artist": 404,
    "no_such_album": 404,
    "no_such_playlist": 404,
    "no_such_podcast": 404,
    "too_many_episodes": 429,
    "episode_not_brought": 409,
    "no_such_order": 404,
    "no_such_offer": 404,
    "no_such_subscription": 404,
    "not_a_friend": 403,
    "held_already": 409,
    "cancelled_already": 409,
    "over_already": 409,
    "payment_refused": 503,
    "no_such_contest": 404,
    "no_such_stay_down": 404,
    "no_such_proceeding": 404,
    "no_such_suspension": 404,
    "no_appeal_now": 409,
    "no_such_conflict": 404,
    "no_such_overlap": 404,
    "conflict_over": 409,
    "overlap_over": 409,
    "not_a_party": 403,
    "no_such_inquiry": 404,
    "no_such_statement": 404,
    "no_such_simulation": 404,
    "no_such_month": 404,
    "no_such_royalty_statement": 404,
    "no_such_usage_report": 404,
    "claimed_before": 409,
    "not_unmatched": 404,
    "not_their_recording": 409,
    "no_such_line": 404,
    "month_not_over": 409,
    "earlier_month_open": 409,
    "no_exchange": 409,
    "asked_before": 409,
    "no_such_group": 404,
    "no_such_member": 404,
    "not_allowed": 403,
    "no_such_topic": 404,
    "not_here": 403,
    "no_such_suggestion": 404,
    "too_many_suggested": 429,
    "above_you": 403,
    "banned": 403,
    "not_invited": 403,
    "owner_stays": 409,
    "too_many_invited": 429,
    "no_such_negotiation": 404,
    "negotiation_over": 409,
    "old_version": 409,
    "answered_too_late": 409,
    "not_now": 409,
    "not_your_turn": 403,
    "signed_before": 409,
    "signer_gone": 409,
    "already_withdrawn": 409,
    "no_such_organisation": 404,
    "no_such_recording": 404,
    "no_such_delivery": 404,
    "no_such_mandate": 404,
    "no_such_hook": 404,
    "no_such_message": 404,
    "message_not_ready": 409,
    "not_proposed": 409,
    "no_such_batch": 404,
    "batch_complete": 409,
    "nothing_to_accept": 409,
    "no_such_post": 404,
    "no_such_comment": 404,
    "no_such_moment": 404,
    "comments_closed": 403,
    "not_your_post": 403,
    "no_such_list": 404,
    "poll_over": 409,
    "too_many_later": 409,
    "undone_too_late": 409,
    "no_such_dialog": 404,
    "no_such_dialog_message": 404,
    "not_a_member": 404,
    "door_closed": 403,
    "not_your_message": 403,
    "not_your_chat": 403,
    "only_friends": 403,
    "wait_for_answer": 409,
    "said_otherwise": 409,
    "no_words": 404,
    "message_gone": 409,
    "too_late": 409,
    "chat_full": 409,
    "too_many_strangers": 429,
    "not_yours": 403,
    "not_your_wall": 403,
    "not_represented": 403,
    "outside_mandate": 403,
    "role_too_narrow": 403,
    "key_elsewhere": 403,
    "key_only_reads": 403,
    "silent": 403,
    "too_large": 413,
    "upload_complete": 409,
    "uploads_suspended": 403,
    "already_executed": 409,
    "not_executed": 409,
    "not_signed_yet": 503,
    "uploads_closed": 503,
    "not_ready": 503,
    "quiet": 403,
    "too_fast": 429,
    "no_such_thing": 404,
    "no_such_decision": 404,
    "no_appeal_against": 409,
    "too_many_reports": 429,
}


@api.exception_handler(MusicError)
@api.exception_handler(CatalogueError)
@api.exception_handler(RightsError)
@api.exception_handler(CaseError)
@api.exception_handler(DealError)
@api.exception_handler(DisclosureError)
@api.exception_handler(RoyaltyError)
@api.exception_handler(DialogError)
@api.exception_handler(DocumentError)
@api.exception_handler(PodcastError)
@api.exception_handler(WallError)
@api.exception_handler(FeedError)
@api.exception_handler(CareError)
@api.exception_handler(GroupError)
@api.exception_handler(BoardError)
@api.exception_handler(PeopleError)
@api.exception_handler(SubscriptionError)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    """Every refusal: a code for programs, a sentence for people."""
    # Their sentences name what they are about.
    worded = isinstance(error, CatalogueError | RightsError | RoyaltyError)
    body: dict[str, object] = {"error": error.code, "text": str(error if worded else error.text)}
    if isinstance(error, Silent):
        body["telling"] = listening.telling_shape(error.telling)  # type: ignore[arg-type]
    response = api.create_response(request, body, status=_STATUS.get(error.code, 422))
    if isinstance(error, NotReady | NotSignedYet | StatementNotSignedYet):
        response["Retry-After"] = str(error.retry_after)
    return response


@api.exception_handler(NoSuchPerson)
def no_such_person(request: HttpRequest, error: NoSuchPerson) -> HttpResponse:
    """People's pages that never were, or are closed."""
    body = {"error": "no_such_person", "text": gettext("There is no such person.")}
    return api.create_response(request, body, status=404)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent does not have the shape the document asks for."""
    body = {"error": "invalid", "text": "The request does not fit the document.", "details": error.errors}
    return api.create_response(request, body, status=422)


urlpatterns = [path("", api.urls)]
