"""Money as whole micro-units (10⁻⁶ of a currency's unit) and exact fractions of them; never a float.

Pure, and below every room that counts money, so that all of them round alike.
"""

from .amounts import MICRO, BadAmount, decimal, floor, micro
from .currencies import places_of, smallest
from .sharing import Cut, Shared, apportion, share, unit_by_cut

__all__ = [
    "MICRO",
    "BadAmount",
    "Cut",
    "Shared",
    "apportion",
    "decimal",
    "floor",
    "micro",
    "places_of",
    "share",
    "smallest",
    "unit_by_cut",
]
