"""A sound nobody knows, on a site that lets such sounds be heard only after a person has listened (rule 4).

Its sender attests that it is theirs, or that they may; one of the staff decides, with reasons; and of that
one may complain (DSA art. 20).
"""

from ..machine import Guard, on, table
from ..terms import Effect, Machine, Party

UPLOADER, STAFF, CLOCK = Party.UPLOADER, Party.STAFF, Party.CLOCK

TABLE = table(
    Machine.UNKNOWN,
    on("", "attest", UPLOADER, "attested", letters=[(UPLOADER, "attest_receipt")]),
    on("attested", "remind_review", CLOCK, letters=[(STAFF, "attest_overdue")]),
    on(
        "attested",
        "admit",
        STAFF,
        "allowed_unknown",
        guard=Guard.REASONED,
        letters=[(UPLOADER, "attest_allowed")],
        effects=[Effect.REVIEWED],
    ),
    on(
        "attested",
        "hold_back",
        STAFF,
        "denied",
        guard=Guard.REASONED,
        letters=[(UPLOADER, "attest_denied")],
    ),
    on(
        "denied",
        "complain",
        UPLOADER,
        "uploader_complained",
        guard=Guard.REASONED,
        within="complaint",
        letters=[(UPLOADER, "complaint_receipt")],
    ),
    on("denied", "lapse", CLOCK, "closed"),
    on("uploader_complained", "remind_complaint", CLOCK, letters=[(STAFF, "complaint_overdue")]),
    on(
        "uploader_complained",
        "uphold",
        STAFF,
        "closed",
        guard=(Guard.REASONED, Guard.ANOTHER_PERSON),
        letters=[(UPLOADER, "complaint_upheld")],
    ),
    on(
        "uploader_complained",
        "reverse",
        STAFF,
        "allowed_unknown",
        guard=(Guard.REASONED, Guard.ANOTHER_PERSON),
        letters=[(UPLOADER, "complaint_reversed")],
        effects=[Effect.REVIEWED],
    ),
    # It was recognised since: its owners speak now.
    on("attested denied uploader_complained", "clear", Party.MACHINE, "ended"),
)
