"""The doors of music kept on a device."""

import pytest
from django.test import Client

ASKED = ["/listen/1/offline", "/listen/offline", "/listen/offline/plays"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ASKED)
def test_a_guest_is_told_to_sign_in(client: Client, address: str) -> None:
    answer = client.post(address, {}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (401, {"error": "sign_in"})
