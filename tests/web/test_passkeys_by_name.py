"""Passkeys are offered where a browser can make them: at a name, and not at a bare address."""

import pytest
from django.test import Client

from akkord.web.context import takes_passkeys
from factories import PASSWORD, a_person
from web.test_doors import signed_in

ADD = "/accounts/2fa/webauthn/add/"


@pytest.mark.parametrize(
    ("host", "takes"),
    [
        ("localhost:8000", True),
        ("music.example", True),
        ("127.0.0.1:8000", False),
        ("192.168.1.7", False),
        ("[::1]:8000", False),
    ],
)
def test_a_passkey_is_a_names(host: str, takes: bool) -> None:
    assert takes_passkeys(host) is takes


@pytest.mark.django_db
def test_signing_in_at_a_bare_address_says_why_there_is_no_button(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ALLOWED_HOSTS = ["*"]
    named = Client(headers={"host": "music.example"}).get("/accounts/login/").content.decode()
    bare = Client(headers={"host": "127.0.0.1:8000"}).get("/accounts/login/").content.decode()
    assert 'id="passkey_login"' in named
    assert 'id="passkey_login"' not in bare
    assert "webauthn.js" not in bare
    assert "this address is a number" in bare


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", ["/feed", "/settings/security", "/accounts/2fa/", "/accounts/2fa/webauthn/add/"]
)
def test_none_is_offered_where_none_can_be_made(settings, page: str) -> None:  # type: ignore[no-untyped-def]
    settings.ALLOWED_HOSTS = ["*"]
    hers = signed_in(a_person())
    hers.post("/accounts/reauthenticate/", {"password": PASSWORD})
    offered = (f'href="{ADD}"', 'id="mfa_webauthn_add"')
    named = hers.get(page).content.decode()
    bare = hers.get(page, headers={"host": "10.0.0.1"}).content.decode()
    assert any(each in named for each in offered)
    assert not any(each in bare for each in offered)
