"""Signing in without a password: a passkey is added in the settings and opens the door afterwards."""

from playwright.sync_api import Page

from browser.conftest import PASSWORD, NewContext, sign_in
from living_site import LivingSite

PERSON = "tomasz@akkord.example"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def touch_reader(page: Page) -> None:
    """Its computer has a fingerprint reader that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def test_a_passkey_is_added_and_signs_its_person_in(contexts: NewContext, site: LivingSite) -> None:
    page = contexts(base_url=f"http://localhost:{site.port}").new_page()
    touch_reader(page)
    sign_in(page, PERSON)
    page.goto("/accounts/2fa/webauthn/add/")
    if page.locator("main input[name=password]").count():  # the guarded part asks once more
        page.locator("main input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
    page.locator("main input[name=name]").fill("laptop")
    if page.locator("main input[name=passwordless]").count():
        page.locator("main input[name=passwordless]").check()
    page.locator("main form button").last.click()
    page.wait_for_url(lambda url: "/webauthn/add" not in url)

    page.locator(".account summary").click()
    page.locator(".account form button").click()
    page.locator(".entrance").wait_for()
    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()
    page.locator(".account summary").wait_for()
