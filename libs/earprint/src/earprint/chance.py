"""How probable it is that a stranger scores as much: the false-accept rate, calibrated on strangers.

The best score a file reaches by chance is the best of many tries, so it follows an extreme-value law, as
scores of sequence searches do (Karlin & Altschul, PNAS 1990): the expected number of strangers' scores above
s falls exponentially with s and grows with the number of tries, which is hours of references times windows
of file. The constants are fitted to the scores of strangers (`./akkord bench identify`, table "strangers").
"""

from __future__ import annotations

import math

FALL = 1.35  # per deviation: expected number falls by e to the minus this
AT_NOUGHT = 0.7  # natural logarithm of the expected number above 0, for one hour and one window
HOURS_POWER = 0.35  # of the hours: only the fullest cells of the vote are tried
CERTAIN = 1e-4  # what is found at no higher probability is an answer
TOLD = CERTAIN  # a match of a higher probability is not told


def p_false(score: float, hours: float, windows: int) -> float:
    """Probability that a stranger of so many windows reaches `score` among so many hours of references."""
    exponent = AT_NOUGHT + HOURS_POWER * math.log(max(hours, 0.1)) + math.log(max(windows, 1)) - FALL * score
    return -math.expm1(-math.exp(min(exponent, 50.0)))


def together(scores: list[float], spent: float = 0.0) -> float:
    """One score of independent pieces of evidence: squares add up, less what looking for more costs."""
    ordered = sorted(scores, reverse=True)
    total = ordered[0] ** 2 + sum(max(0.0, score**2 - spent**2) for score in ordered[1:])
    return math.sqrt(total)
