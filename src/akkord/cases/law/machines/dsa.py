"""C. Regulation (EU) 2022/2065: notice (16), decision (17), complaint (20), out of court (21)."""

from ..machine import Guard, on, table
from ..terms import Effect, Machine, Party

CLAIMANT, UPLOADER, STAFF, CLOCK = Party.CLAIMANT, Party.UPLOADER, Party.STAFF, Party.CLOCK
BOTH = (CLAIMANT, UPLOADER)

TABLE = table(
    Machine.DSA,
    on("", "notice", CLAIMANT, "received"),
    on(
        "received incomplete",
        "check",
        (CLAIMANT, STAFF),
        "acknowledged",
        guard=Guard.COMPLETE,
        letters=[(CLAIMANT, "receipt")],  # 16(4)
    ),
    on(
        "received incomplete",
        "check",
        (CLAIMANT, STAFF),
        "incomplete",
        guard=Guard.INCOMPLETE,
        letters=[(CLAIMANT, "ask_to_complete")],
    ),
    on("incomplete", "abandon", CLOCK, "abandoned", letters=[(CLAIMANT, "abandoned")]),
    on(
        "received incomplete acknowledged",
        "retract",
        CLAIMANT,
        "withdrawn",
        letters=[(CLAIMANT, "withdrawn")],
    ),
    # 16(5), 17: the decision is a person's; the clock only reminds that it is to be timely (16(6)).
    on("acknowledged", "remind", CLOCK, letters=[(STAFF, "decision_overdue")]),
    on(
        "acknowledged",
        "restrict",
        STAFF,
        "restricted",
        guard=Guard.NOT_CONTRADICTED,
        letters=[(UPLOADER, "statement_of_reasons"), (CLAIMANT, "decision_restricted")],
        effects=[Effect.BLOCK, Effect.STRIKE],
    ),
    on("acknowledged", "keep", STAFF, "kept", guard=Guard.REASONED, letters=[(CLAIMANT, "decision_kept")]),
    # 20(1): either side, free of charge, for six months from being told.
    on(
        "restricted",
        "complain",
        UPLOADER,
        "uploader_complained",
        guard=Guard.REASONED,
        within="complaint",
        letters=[(UPLOADER, "complaint_receipt")],
    ),
    on(
        "kept",
        "complain",
        CLAIMANT,
        "notifier_complained",
        guard=Guard.REASONED,
        within="complaint",
        letters=[(CLAIMANT, "complaint_receipt")],
    ),
    on("restricted kept", "lapse", CLOCK, "closed"),
    on(
        "restricted",
        "retract",
        CLAIMANT,
        "reversed",
        letters=[(UPLOADER, "retracted")],
        effects=[Effect.LIFT, Effect.UNSTRIKE],
    ),
    on(
        "uploader_complained notifier_complained",
        "remind_complaint",
        CLOCK,
        letters=[(STAFF, "complaint_overdue")],
    ),
    # 20(6): not solely on the basis of automated means; and here by somebody else than decided first.
    on(
        "uploader_complained",
        "uphold",
        STAFF,
        "upheld",
        guard=Guard.ANOTHER_PERSON,
        letters=[(UPLOADER, "complaint_upheld")],
    ),
    on(
        "uploader_complained",
        "reverse",
        STAFF,
        "reversed",
        guard=Guard.ANOTHER_PERSON,
        letters=[(UPLOADER, "complaint_reversed"), (CLAIMANT, "restored_to_claimant")],
        effects=[Effect.LIFT, Effect.UNSTRIKE],
    ),
    on(
        "notifier_complained",
        "uphold",
        STAFF,
        "kept_upheld",
        guard=Guard.ANOTHER_PERSON,
        letters=[(CLAIMANT, "complaint_upheld")],
    ),
    on(
        "notifier_complained",
        "reverse",
        STAFF,
        "restricted",
        guard=Guard.ANOTHER_PERSON,
        letters=[(UPLOADER, "statement_of_reasons"), (CLAIMANT, "complaint_reversed")],
        effects=[Effect.BLOCK, Effect.STRIKE],
    ),
    # 21: a certified body may be asked; what it says does not bind, and is answered by a person.
    on("upheld kept_upheld", "go_out_of_court", BOTH, "out_of_court", letters=[(STAFF, "out_of_court")]),
    on(
        "out_of_court",
        "follow_release",
        STAFF,
        "reversed",
        letters=[(UPLOADER, "complaint_reversed")],
        effects=[Effect.LIFT, Effect.UNSTRIKE],
    ),
    on(
        "out_of_court",
        "stand_by",
        STAFF,
        "closed",
        guard=Guard.REASONED,
        letters=[(CLAIMANT, "stood_by"), (UPLOADER, "stood_by")],
    ),
)
