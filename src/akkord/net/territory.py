"""Where a listener is: the network's answer at play time (rights.md §5), unknown is ZZ."""

import ipaddress
from collections.abc import Mapping
from functools import cache, lru_cache

import maxminddb
from django.conf import settings

# 127.0.<n>.0/24, so that territories can be tried by hand on a laptop; documented in the README.
LOOPBACK = {1: "RU", 2: "DE", 3: "US", 4: "FR", 5: "UA", 6: "GB", 7: "KZ"}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def of_request(meta: Mapping[str, object]) -> str:
    """Territory of a WSGI request."""
    return territory_of(str(meta.get("REMOTE_ADDR", "")), str(meta.get("HTTP_X_FORWARDED_FOR", "")))


def territory_of(peer: str, forwarded_for: str) -> str:
    """ISO code of the client behind `peer`; a forwarded address counts only from a trusted proxy."""
    address = _client(peer, forwarded_for)
    if address is None:
        return "ZZ"
    if settings.LOOPBACK_TERRITORIES and (named := _named_loopback(address)):
        return named
    if address.is_loopback or address.is_private:
        return settings.HOME_TERRITORY
    return _looked_up(address)


def _named_loopback(address: Address) -> str | None:
    """The country a laptop's 127.0.<n>.x stands for, if any."""
    if not isinstance(address, ipaddress.IPv4Address) or address.packed[:2] != b"\x7f\x00":
        return None
    return LOOPBACK.get(address.packed[2])


def is_proxy(peer: str) -> bool:
    """Whether `peer` is a proxy of ours."""
    address = _parsed(peer)
    return address is not None and _trusted(address)


def _client(peer: str, forwarded_for: str) -> Address | None:
    """Walk the forwarding chain from our side, through trusted proxies only."""
    hops = [h.strip() for h in forwarded_for.split(",") if h.strip()] + [peer]
    while hops:
        address = _parsed(hops.pop())
        if address is None or not hops or not _trusted(address):
            return address
    return None


@lru_cache(4096)
def _parsed(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _trusted(address: Address) -> bool:
    return any(address in _network(proxy) for proxy in settings.TRUSTED_PROXIES)


@cache
def _network(written: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(written, strict=False)


@cache
def _database() -> maxminddb.Reader | None:
    return maxminddb.open_database(settings.GEOIP_FILE) if settings.GEOIP_FILE else None


def _looked_up(address: Address) -> str:
    reader = _database()
    found = reader.get(str(address)) if reader else None
    country = found.get("country") if isinstance(found, dict) else None
    code = country.get("iso_code") if isinstance(country, dict) else None
    return str(code) if code else "ZZ"
