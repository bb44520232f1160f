"""Prices as people write them, in currencies as ISO 4217 counts them."""

from akkord.money import BadAmount, micro

MOST = 1_000_000 * 10**6  # a month; more is a slip of the pen

# ISO 4217, minor units: how many decimals a price may have, where they are not two.
_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX"), 0),
    **dict.fromkeys(("VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


class BadPrice(ValueError):
    """What was written is no price that can be paid in this currency."""


def minor_digits(currency: str) -> int:
    """Decimals of the currency's smallest unit that is paid with: 2 for EUR, 0 for JPY."""
    return _DIGITS.get(currency, 2)


def price(written: str, currency: str) -> int:
    """Micro-units of a price such as "9.99"; more than nothing, and payable. Raises BadPrice."""
    try:
        amount = micro(written.replace(",", "."))
    except BadAmount as wrong:
        raise BadPrice(written) from wrong
    if not 0 < amount <= MOST or amount % 10 ** (6 - minor_digits(currency)):
        raise BadPrice(written)
    return amount
