"""Where a listener is: the network's answer, which nobody can write into a header by himself."""

from typing import Any

import pytest

from akkord.net.territory import of_request, territory_of

CASES = [
    ("127.0.1.1", "", "RU"),
    ("127.0.2.77", "", "DE"),
    ("127.0.0.1", "", "GB"),
    ("127.1.2.1", "", "GB"),
    ("10.0.0.5", "", "GB"),
    ("::1", "", "GB"),
    ("::ffff:127.0.1.1", "", "RU"),
    ("8.8.8.8", "", "ZZ"),
    ("", "", "ZZ"),
    ("nonsense", "", "ZZ"),
]


@pytest.fixture(autouse=True)
def _home(settings: Any) -> None:
    settings.HOME_TERRITORY, settings.LOOPBACK_TERRITORIES = "GB", True
    settings.TRUSTED_PROXIES, settings.GEOIP_FILE = [], None


@pytest.mark.parametrize(("peer", "forwarded", "territory"), CASES)
def test_an_address_has_its_territory(peer: str, forwarded: str, territory: str) -> None:
    assert territory_of(peer, forwarded) == territory


def test_a_forwarded_address_counts_only_from_a_trusted_proxy(settings: Any) -> None:
    assert territory_of("8.8.8.8", "127.0.1.1") == "ZZ"
    settings.TRUSTED_PROXIES = ["8.8.8.8", "10.0.0.0/8"]
    assert territory_of("8.8.8.8", "127.0.1.1") == "RU"
    assert territory_of("8.8.8.8", "127.0.1.1, 10.0.0.9") == "RU"
    # What stands left of the first address that is nobody's proxy was written by the client.
    assert territory_of("8.8.8.8", "127.0.1.1, 127.0.2.1") == "DE"
    assert territory_of("8.8.8.8", "127.0.1.1, rubbish") == "ZZ"


def test_without_loopback_territories_a_laptop_is_at_home(settings: Any) -> None:
    settings.LOOPBACK_TERRITORIES = False
    assert territory_of("127.0.1.1", "") == "GB"


def test_a_request_is_asked_by_its_peer_and_chain() -> None:
    assert of_request({"REMOTE_ADDR": "127.0.2.1", "HTTP_X_FORWARDED_FOR": "127.0.1.1"}) == "DE"
    assert of_request({}) == "ZZ"
