"""How somebody comes to run a server that knows nobody yet."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from akkord.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_first_operator_of_an_empty_server_can_sign_in_and_see_its_health() -> None:
    said = StringIO()
    call_command("operator", "First@Example.org", stdout=said)
    found = re.search(r"new account: (\S+)", said.getvalue())
    assert found is not None
    browser = Client()
    browser.post("/accounts/login/", {"login": "first@example.org", "password": found[1]})
    assert browser.get("/staff/").status_code == 200


def test_a_member_made_operator_keeps_account_and_password() -> None:
    member = Person.objects.create_user("member@example.org", "a good long passphrase", name="Member")
    said = StringIO()
    call_command("operator", "member@example.org", stdout=said)
    member.refresh_from_db()
    assert member.is_staff
    assert member.check_password("a good long passphrase")
    assert "new account" not in said.getvalue()
