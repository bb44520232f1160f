"""Addresses people type from memory lead to where the page stands."""

import pytest
from django.test import Client

from akkord.web.urls import TYPED


@pytest.mark.parametrize("typed", TYPED)
def test_an_address_from_memory_leads_to_its_page(typed: str, client: Client) -> None:
    answer = client.get(f"/{typed}")
    assert answer.status_code == 302
    assert answer["Location"] == TYPED[typed]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", TYPED)
def test_the_page_it_leads_to_is_there(typed: str, client: Client) -> None:
    assert client.get(TYPED[typed]).status_code in (200, 302)
