"""A. Notice and counter-notice of 17 U.S.C. 512(c) and (g), from receipt to removal and back."""

from ..machine import Guard, on, table
from ..terms import Effect, Machine, Party

CLAIMANT, UPLOADER, STAFF, CLOCK = Party.CLAIMANT, Party.UPLOADER, Party.STAFF, Party.CLOCK

TABLE = table(
    Machine.DMCA,
    on("", "notice", CLAIMANT, "received"),
    # The six elements of (c)(3)(A); a notice without them gives no knowledge and silences nothing.
    on(
        "received defective",
        "check",
        (CLAIMANT, STAFF),
        "valid",
        guard=Guard.COMPLETE,
        letters=[(CLAIMANT, "receipt")],
    ),
    on(
        "received defective",
        "check",
        (CLAIMANT, STAFF),
        "defective",
        guard=Guard.INCOMPLETE,
        letters=[(CLAIMANT, "ask_to_complete")],
    ),
    on("defective", "abandon", CLOCK, "abandoned", letters=[(CLAIMANT, "abandoned")]),
    # "Expeditiously" is the instance's own term; what the site knows better than the claimant is not removed.
    on(
        "valid",
        "remove",
        (STAFF, CLOCK),
        "removed",
        guard=Guard.NOT_CONTRADICTED,
        letters=[(UPLOADER, "removed_by_notice"), (CLAIMANT, "acted")],
        effects=[Effect.BLOCK, Effect.STRIKE],
    ),
    on("valid", "remove", CLOCK, "refused", guard=Guard.CONTRADICTED, letters=[(CLAIMANT, "refused")]),
    on("valid", "refuse", STAFF, "refused", guard=Guard.REASONED, letters=[(CLAIMANT, "refused")]),
    on("received defective valid", "retract", CLAIMANT, "withdrawn", letters=[(CLAIMANT, "withdrawn")]),
    # (g)(2)(B): the claimant gets the counter-notice, and word that it all returns in ten business days.
    on(
        "removed",
        "counter",
        UPLOADER,
        "countered",
        guard=Guard.COMPLETE,
        letters=[(CLAIMANT, "counter_notice"), (UPLOADER, "counter_receipt")],
    ),
    on(
        "removed",
        "counter",
        UPLOADER,
        guard=Guard.INCOMPLETE,
        letters=[(UPLOADER, "ask_to_complete_counter")],
    ),
    # (g)(2)(C): unless the claimant first says that it has gone to court.
    on("countered", "suit", CLAIMANT, "litigation", letters=[(UPLOADER, "suit"), (CLAIMANT, "suit_receipt")]),
    on(
        "countered",
        "restore",
        CLOCK,
        "restored",
        letters=[(UPLOADER, "restored"), (CLAIMANT, "restored_to_claimant")],
        effects=[Effect.SUSPEND, Effect.UNSTRIKE],
    ),
    on(
        "litigation",
        "won_by_uploader",
        (Party.COURT, STAFF),
        "restored",
        letters=[(UPLOADER, "restored"), (CLAIMANT, "restored_to_claimant")],
        effects=[Effect.LIFT, Effect.UNSTRIKE],
    ),
    on("litigation", "won_by_claimant", (Party.COURT, STAFF), "upheld", letters=[(UPLOADER, "upheld")]),
    on(
        "removed countered litigation",
        "retract",
        CLAIMANT,
        "retracted",
        letters=[(UPLOADER, "retracted"), (CLAIMANT, "withdrawn")],
        effects=[Effect.LIFT, Effect.UNSTRIKE],
    ),
    # A mistake of the site is put right in one step, and the claimant is told.
    on(
        "removed countered",
        "mistake",
        STAFF,
        "restored",
        guard=Guard.REASONED,
        letters=[(UPLOADER, "mistake"), (CLAIMANT, "restored_to_claimant")],
        effects=[Effect.LIFT, Effect.UNSTRIKE],
    ),
)
