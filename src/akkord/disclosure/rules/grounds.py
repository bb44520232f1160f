"""Grounds and laws a statement of reasons may name: a curated table, so that no free text is ever sent."""

from collections.abc import Mapping
from typing import Final

from akkord.ledger.rules import Ground

# Whose right is infringed by a recording made available without leave: the producer of phonograms.
PRODUCERS_RIGHT: Final[Mapping[str, str]] = {
    "": "Directive 2001/29/EC, articles 2 and 3(2): exclusive rights of phonogram producers",
    "DE": "UrhG sections 85 and 97",
    "FR": "Code de la propriété intellectuelle, article L. 213-1",
    "GB": "Copyright, Designs and Patents Act 1988, sections 16 and 20",
    "RU": "Civil Code of the Russian Federation, articles 1252 and 1324",
    "US": "17 U.S.C. 106 and 512(c)",
}
COURTS: Final = "Decision of a court"
AUTHORITIES: Final = (
    "Order of an authority to act against illegal content (Regulation (EU) 2022/2065, article 9)"
)
LAWS: Final[Mapping[Ground, str]] = {Ground.COURT: COURTS, Ground.STATE: AUTHORITIES}

# What the rules of this site say; members accept them when they sign up.
LOOKED_UP_FIRST: Final = "Terms: an upload is heard only after it has been looked up and decided"
HOUSE_RULES: Final = "Terms: rules of this site for what members publish"
REPEATED: Final = (
    "Terms: three copyright strikes that count, after a warning, suspend the uploads of an account"
)


def legal_ground(ground: Ground, law: str, jurisdiction: str) -> str:
    """The provision a line names, else the one its ground rests on there."""
    if law:
        return f"{law} ({jurisdiction})" if jurisdiction else law
    if ground in LAWS:
        return LAWS[ground] + (f" ({jurisdiction})" if jurisdiction else "")
    return PRODUCERS_RIGHT.get(jurisdiction.partition("-")[0], PRODUCERS_RIGHT[""])
