"""D. Stay-down (Directive 2019/790 art. 17): a recording's fingerprint kept out, lawful uses let through."""

from ..machine import Guard, on, table
from ..terms import Effect, Machine, Party

CLAIMANT, UPLOADER, STAFF, MACHINE = Party.CLAIMANT, Party.UPLOADER, Party.STAFF, Party.MACHINE

TABLE = table(
    Machine.STAY_DOWN,
    on("", "reference", CLAIMANT, "referenced"),
    # A bare assertion keeps nothing out: relevant information comes with proof (rights.md section 5, rule 7).
    on(
        "referenced",
        "prove",
        (CLAIMANT, STAFF),
        "active",
        guard=Guard.NOT_CONTRADICTED,
        letters=[(CLAIMANT, "stay_down_active")],
        effects=[Effect.BLOCK],
    ),
    on("referenced", "abandon", Party.CLOCK, "abandoned", letters=[(CLAIMANT, "abandoned")]),
    on("referenced", "refuse", STAFF, "refused", guard=Guard.REASONED, letters=[(CLAIMANT, "refused")]),
    # C-401/19: only what is manifestly identical is stopped unheard; the rest waits for a person.
    on(
        "active",
        "match",
        MACHINE,
        guard=Guard.IDENTICAL,
        letters=[(UPLOADER, "kept_out")],
        effects=[Effect.BLOCK],
    ),
    on(
        "active",
        "match",
        MACHINE,
        guard=Guard.PARTIAL,
        letters=[(UPLOADER, "held_for_review"), (STAFF, "review")],
        effects=[Effect.HOLD],
    ),
    # What alone ends it: retraction, a court, a licence, or the day it was to end.
    on("referenced active", "retract", CLAIMANT, "ended", effects=[Effect.LIFT]),
    on(
        "active",
        "court_ends",
        Party.COURT,
        "ended",
        letters=[(CLAIMANT, "stay_down_ended")],
        effects=[Effect.LIFT],
    ),
    on(
        "active",
        "licence",
        (CLAIMANT, MACHINE),
        "ended",
        letters=[(CLAIMANT, "stay_down_ended")],
        effects=[Effect.LIFT],
    ),
    on(
        "active",
        "expire",
        Party.CLOCK,
        "ended",
        letters=[(CLAIMANT, "stay_down_ended")],
        effects=[Effect.LIFT],
    ),
)
