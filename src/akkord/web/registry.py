"""The members' door's part of the registry of pages, by addresses of the sample world."""

from akkord.flow.pages import ARTIST, EVERYONE, GUARDED, MEMBERS, UNDER_WAY, Page

from .club_urls import PAGES as CLUB_PAGES
from .im_urls import PAGES as DIALOG_PAGES
from .music_urls import PAGES as MUSIC_PAGES
from .people_urls import PAGES as PEOPLE_PAGES
from .photo_urls import PAGES as PHOTO_PAGES
from .reporting_urls import PAGES as CARE_PAGES
from .told_urls import PAGES as TOLD_PAGES
from .wall_urls import PAGES as WALL_PAGES

GUESTS = ("guest",)

PAGES: list[Page] = [
    Page("first", "/", EVERYONE),
    Page("feed", "/feed", MEMBERS),
    Page("search", "/search", EVERYONE),
    Page("settings", "/settings", MEMBERS),
    Page("subscription", "/settings/subscription", MEMBERS),
    Page("left_out", "/settings/left-out", MEMBERS),
    Page("scrobbling", "/settings/scrobbling", MEMBERS),
    Page("tokens", "/settings/tokens", MEMBERS),
    Page("notices", "/notices", EVERYONE, "none"),
    Page("new_notice", "/notices/new/dmca", EVERYONE, "none"),
    Page("notice", "/notices/{notice}", EVERYONE, UNDER_WAY),
    Page("answer", "/proceedings/{proceeding}", ARTIST, UNDER_WAY),
    Page("pay_by_hand", "/pay/by-hand/{payment}", ARTIST, UNDER_WAY),
    Page("rehearsal", "/notices/rehearsal", EVERYONE, "none"),
    Page("letters", "/letters", MEMBERS, "none"),
    Page("school", "/letters/school", MEMBERS, "none"),
    Page("welcome", "/welcome", MEMBERS),
    Page("help", "/help", EVERYONE, "none"),
    Page("about", "/about", EVERYONE, "none"),
    Page("rules", "/rules", EVERYONE, "none"),
    Page("account_login", "/accounts/login/", GUESTS, "none"),
    Page("account_signup", "/accounts/signup/", GUESTS, "none"),
    Page("account_reset_password", "/accounts/password/reset/", EVERYONE, "none"),
    Page("account_reset_password_done", "/accounts/password/reset/done/", EVERYONE, "none"),
    Page("account_reset_password_from_key", "/accounts/password/reset/key/1-abc/", EVERYONE, "none"),
    Page("account_reset_password_from_key_done", "/accounts/password/reset/key/done/", EVERYONE, "none"),
    Page("account_email_verification_sent", "/accounts/confirm-email/", EVERYONE, "none"),
    Page("account_confirm_email", "/accounts/confirm-email/{key}/", EVERYONE, UNDER_WAY),
    Page("account_inactive", "/accounts/inactive/", EVERYONE, "none"),
    Page("account_reauthenticate", "/accounts/reauthenticate/", MEMBERS),
    Page("mfa_list_webauthn", "/accounts/2fa/webauthn/", MEMBERS),
    Page("mfa_activate_totp", "/accounts/2fa/totp/activate/", MEMBERS),
    Page("mfa_add_webauthn", "/accounts/2fa/webauthn/add/", MEMBERS),
    Page("mfa_deactivate_totp", "/accounts/2fa/totp/deactivate/", GUARDED, UNDER_WAY),
    Page("mfa_view_recovery_codes", "/accounts/2fa/recovery-codes/", GUARDED, UNDER_WAY),
    Page("mfa_generate_recovery_codes", "/accounts/2fa/recovery-codes/generate/", GUARDED, UNDER_WAY),
    Page("mfa_edit_webauthn", "/accounts/2fa/webauthn/keys/{passkey}/edit/", GUARDED, UNDER_WAY),
    Page("mfa_remove_webauthn", "/accounts/2fa/webauthn/keys/{passkey}/remove/", GUARDED, UNDER_WAY),
    Page("mfa_reauthenticate", "/accounts/2fa/reauthenticate/", GUARDED, UNDER_WAY),
    Page("mfa_reauthenticate_webauthn", "/accounts/2fa/webauthn/reauthenticate/", GUARDED, UNDER_WAY),
    Page("account_logout", "/accounts/logout/", MEMBERS),
    Page("account_change_password", "/accounts/password/change/", MEMBERS),
    Page("account_email", "/accounts/email/", MEMBERS),
    Page("mfa_index", "/accounts/2fa/", MEMBERS),
    Page("usersessions_list", "/accounts/sessions/", MEMBERS),
    *CARE_PAGES,
    *CLUB_PAGES,
    *DIALOG_PAGES,
    *MUSIC_PAGES,
    *PEOPLE_PAGES,
    *PHOTO_PAGES,
    *TOLD_PAGES,
    *WALL_PAGES,
]
