"""The smallest amount that can be paid in a currency (ISO 4217's minor units)."""

from .amounts import MICRO

# What has another number of places than two (ISO 4217, list one).
_NONE = ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF")
_PLACES = {
    **dict.fromkeys((*_NONE, "UYI", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


def places_of(currency: str) -> int:
    """Decimal places of the currency's smallest coin."""
    return _PLACES.get(currency, 2)


def smallest(currency: str) -> int:
    """Its smallest coin in micro-units: 10,000 for a cent."""
    return MICRO // int(10 ** places_of(currency))
