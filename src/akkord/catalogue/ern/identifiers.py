"""Identifiers of sounds, releases and parties: kept as they are given, compared without their ornaments.

ISRC, GTIN (ICPN), GRid and ISNI by python-stdnum. DPID: "PADPIDA", letters and digits, the last one a check
by ISO 7064 mod 37,36 (checked on eight ids of real senders). IPI name number: nine digits and two of check.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from stdnum import ean, grid, isni, isrc
from stdnum.iso7064 import mod_37_36

_ORNAMENTS = re.compile(r"[\s\-]+")
_DPID = re.compile(r"PADPIDA[A-Z0-9]+")
_IPI = re.compile(r"\d{11}")


class Identifier(NamedTuple):
    """A name for a thing in one system of names: ISRC, ICPN, GRid, CatalogNumber, Proprietary, DPID, …"""

    kind: str
    value: str
    namespace: str = ""

    @property
    def canonical(self) -> str:
        """The form two of them are compared in; what is somebody's own is compared as it stands."""
        if self.kind not in _CHECKS:
            return self.value
        bare = _ORNAMENTS.sub("", self.value).upper()
        if self.kind == "ISRC":
            return isrc.compact(bare)
        return bare.lstrip("0") if self.kind == "ICPN" else bare  # a GTIN may be padded to 14 digits

    @property
    def key(self) -> tuple[str, str, str]:
        """Equal for two identifiers that name the same thing."""
        return self.kind, self.namespace, self.canonical


def is_sound(identifier: Identifier) -> bool:
    """Whether the identifier obeys the rule of its system; one whose system has no known rule does."""
    check = _CHECKS.get(identifier.kind)
    return check is None or check(_ORNAMENTS.sub("", identifier.value).upper())


def is_dpid(text: str) -> bool:
    """A DDEX party id, with or without hyphens."""
    bare = _ORNAMENTS.sub("", text).upper()
    return looks_like_dpid(bare) and bool(mod_37_36.is_valid(bare))


def looks_like_dpid(text: str) -> bool:
    """Whether it was meant as a DPID, right or wrong."""
    return _DPID.fullmatch(_ORNAMENTS.sub("", text).upper()) is not None


def _is_isrc(text: str) -> bool:
    return bool(isrc.is_valid(isrc.compact(text)))


def _is_ipi(text: str) -> bool:
    """Check digits: (101 - Σ weights 10…2 mod 101) mod 100 (rights.md 3.1)."""
    bare = text.rjust(11, "0")
    if _IPI.fullmatch(bare) is None:
        return False
    left = sum((10 - place) * int(digit) for place, digit in enumerate(bare[:9])) % 101
    return int(bare[9:]) == ((101 - left) % 100 if left else 0)


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "ISRC": _is_isrc,
    "ICPN": lambda text: bool(ean.is_valid(text)),
    "GRid": lambda text: bool(grid.is_valid(text)),
    "ISNI": lambda text: bool(isni.is_valid(text)),
    "IPI": _is_ipi,
    "DPID": is_dpid,
}
