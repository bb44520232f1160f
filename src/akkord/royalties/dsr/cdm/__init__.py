"""Claims of licensors on what was reported (DDEX CDM 2.0): read, judged, answered.

    claims = [part for part in read_claims(source) if isinstance(part, Claim)]
    judgements = list(judge(claims, report=lambda transaction: Sold(…) or None))
    for file in answers(answer, judgements):
        …  # file.name, file.lines

`report` says what our own report said under a SalesTransactionId. A judgement has the status of every claim
(RightsClaimStatus), how much of the recording's work is claimed (ClaimStatus), what is inconsistent, and what
is claimed twice. Nothing here changes who is owed what: that is decided where ownership is.
"""

from .answering import Answer, answers
from .claims import Amounts, Claim, ClaimBasis, ClaimStatus, Context, Message, Right, RightsClaimStatus
from .judging import WHOLE, Inconsistency, Judgement, Overclaim, Sold, Subject, judge, judge_subject
from .reading import read_claims

__all__ = [
    "WHOLE",
    "Amounts",
    "Answer",
    "Claim",
    "ClaimBasis",
    "ClaimStatus",
    "Context",
    "Inconsistency",
    "Judgement",
    "Message",
    "Overclaim",
    "Right",
    "RightsClaimStatus",
    "Sold",
    "Subject",
    "answers",
    "judge",
    "judge_subject",
    "read_claims",
]
