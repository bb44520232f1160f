"""F. Russian Federal Law 149-FZ art. 15.7: a right-holder's application to the owner of a site."""

from ..machine import Guard, on, table
from ..terms import Effect, Machine, Party

CLAIMANT, UPLOADER, STAFF, CLOCK = Party.CLAIMANT, Party.UPLOADER, Party.STAFF, Party.CLOCK

TABLE = table(
    Machine.RU_APPLICATION,
    on("", "notice", CLAIMANT, "received"),
    on(
        "received", "check", (CLAIMANT, STAFF), "valid", guard=Guard.COMPLETE, letters=[(CLAIMANT, "receipt")]
    ),
    # Missing data is asked for once, within 24 hours; the applicant has 24 hours to answer.
    on(
        "received",
        "check",
        (CLAIMANT, STAFF),
        "asked",
        guard=Guard.INCOMPLETE,
        letters=[(CLAIMANT, "ask_to_complete")],
    ),
    on("asked", "check", (CLAIMANT, STAFF), "valid", guard=Guard.COMPLETE, letters=[(CLAIMANT, "receipt")]),
    on(
        "asked",
        "check",
        (CLAIMANT, STAFF),
        "dismissed",
        guard=Guard.INCOMPLETE,
        letters=[(CLAIMANT, "abandoned")],
    ),
    on("asked", "abandon", CLOCK, "dismissed", letters=[(CLAIMANT, "abandoned")]),
    on(
        "valid",
        "remove",
        (STAFF, CLOCK),
        "removed",
        guard=Guard.NOT_CONTRADICTED,
        letters=[(UPLOADER, "removed_by_application"), (CLAIMANT, "acted")],
        effects=[Effect.BLOCK],
    ),
    # Or the owner has evidence that the material is there lawfully, and tells the applicant.
    on("valid", "remove", CLOCK, "refused", guard=Guard.CONTRADICTED, letters=[(CLAIMANT, "refused")]),
    on("valid", "refuse", STAFF, "refused", guard=Guard.REASONED, letters=[(CLAIMANT, "refused")]),
    on("received asked valid", "retract", CLAIMANT, "withdrawn", letters=[(CLAIMANT, "withdrawn")]),
    on(
        "removed",
        "retract",
        CLAIMANT,
        "retracted",
        letters=[(UPLOADER, "retracted"), (CLAIMANT, "withdrawn")],
        effects=[Effect.LIFT],
    ),
    on(
        "removed",
        "mistake",
        STAFF,
        "restored",
        guard=Guard.REASONED,
        letters=[(UPLOADER, "mistake"), (CLAIMANT, "restored_to_claimant")],
        effects=[Effect.LIFT],
    ),
)
