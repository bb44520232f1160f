"""Every read of royalties: the books, and what an organisation reads of its statements."""

from .behind import Heard, plays_behind
from .books import (
    SAME,
    Rate,
    Stated,
    account_before,
    exchange_of,
    month_by_name,
    months,
    revenue_of,
    standing_terms,
    terms_of,
    unrecouped,
)
from .statements import (
    line_in,
    lines_in,
    open_questions,
    questions_of,
    said_in,
    statement_of,
    statements_of,
)

__all__ = [
    "SAME",
    "Heard",
    "Rate",
    "Stated",
    "account_before",
    "exchange_of",
    "line_in",
    "lines_in",
    "month_by_name",
    "months",
    "open_questions",
    "plays_behind",
    "questions_of",
    "revenue_of",
    "said_in",
    "standing_terms",
    "statement_of",
    "statements_of",
    "terms_of",
    "unrecouped",
]
