"""Every address that answers a browser is a page of the registry, or stands here with why it is none."""

import uuid
from collections.abc import Iterator, Sequence

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from akkord.config.registry import all_pages
from akkord.people.models import Person
from factories import a_person

pytestmark = pytest.mark.django_db

# Addresses a browser may ask for by GET that are no pages of the registry, by the reason.
EXCEPTIONS: dict[str, str] = {
    "pictures, drawings, sound and its shape": (
        "im_voice labels-inquiry-picture labels-match-picture upload_match_picture face club_face club_cover "
        "photo_large photo_small mod_picture staff_shown_photo waveform"
    ),
    "files one takes along": (
        "club_ics document earnings_archive earnings_pdf export_playlist labels-acknowledgement "
        "labels-certificate-json labels-certificate-pdf mod_document staff_shown_document "
        "labels-check-statement labels-claim-answers labels-example labels-notice-json labels-order-rows "
        "labels-royalty-archive labels-royalty-lines labels-royalty-pdf labels-royalty-report "
        "labels-usage-report labels-uses-csv mfa_download_recovery_codes post_receipt staff_certificate_json "
        "staff_certificate_pdf transparency_check"
    ),
    "read by programs": (
        "canary_note club_atom flaggers_json livez log_checkpoint log_entry log_proof log_tile log_vkey "
        "manifest moments oembed precision_json profile_atom push_worker readyz transparency_evidence "
        "transparency_plays tus_upload tus_uploads waiting_money_json"
    ),
    "pieces of a page, asked for by its script": (
        "im_composer im_list im_rows im_unread my_photos my_tracks new_posts room_state shared_queue "
        "song_words track_row upload_story_now"
    ),
    "stands alone: a frame on other sites; what a browser keeps for when there is no network": (
        "embed offline"
    ),
    "a form's other end: by GET it leads to the page the form is on": (
        "account_confirm_login_code account_set_password club_post feed_post im_edit im_send "
        "mfa_authenticate mfa_login_webauthn profile_post "
        "upload_photos write_comment"
    ),
    "typed from memory: leads to the page": (
        "typed_login typed_reg typed_restore typed_audio/popular typed_audio/friends typed_settings/look "
        "typed_settings/filters typed_settings/sessions typed_settings/apps"
    ),
    "leads to the page of its track, or of its catalogue": ("moment labels-organisation"),
    "the old address of the log": ("@log/"),
}
NO_PAGES = {name for names in EXCEPTIONS.values() for name in names.split()}
OTHER_DOORS = ("api/",)  # programs', with a registry of its own: tests/access/test_api.py


def patterns(
    of: Sequence[URLPattern | URLResolver], before: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every pattern with its name, or, where it has none, its address after @."""
    for one in of:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, address, f"{one.namespace}-" if one.namespace else space)
        elif not address.startswith(OTHER_DOORS):
            yield space + one.name if one.name else f"@{address}", address, one


def asked_by_get(pattern: URLPattern, who: Person, client: Client) -> int:
    """The status of a GET by somebody of the staff, with numbers that lead nowhere; 0: none came."""
    holes = {
        hole: uuid.uuid4() if "UUID" in type(kind).__name__ else 1 if kind.to_python("1") == 1 else "x"
        for hole, kind in pattern.pattern.converters.items()
    }
    request = RequestFactory(SERVER_NAME="localhost").get("/")
    request.user, request.session, request.csp_nonce = who, client.session, ""  # type: ignore[attr-defined]
    request.territory, request.LANGUAGE_CODE = "GB", "en"  # type: ignore[attr-defined]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    try:
        return int(pattern.callback(request, **holes).status_code)
    except Exception:  # noqa: BLE001 (whatever it says of these numbers, it took the verb)
        return 0


def test_every_address_of_a_browser_is_in_the_registry_or_is_no_page_for_a_reason() -> None:
    staff = a_person(is_staff=True)
    client = Client()
    client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
    declared = {page.route for page in all_pages()}
    everywhere = {name: pattern for name, _, pattern in patterns(get_resolver().url_patterns)}
    missing = [
        name
        for name, pattern in everywhere.items()
        if name not in declared | NO_PAGES and asked_by_get(pattern, staff, client) != 405
    ]
    assert missing == []
    assert sorted(NO_PAGES - set(everywhere)) == []  # what is not there needs no reason
    assert sorted(NO_PAGES & declared) == []
