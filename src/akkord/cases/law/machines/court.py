"""G. A court case over a list of recordings: proved, judged, enforced; reversed, settled or final."""

from ..machine import Guard, on, table
from ..terms import Effect, Machine, Party

CLAIMANT, UPLOADER, STAFF, CLOCK = Party.CLAIMANT, Party.UPLOADER, Party.STAFF, Party.CLOCK
COURT = Party.COURT
PARTIES = (CLAIMANT, STAFF)
OPEN = "filed evidence interim"
ENFORCED = "enforcing complied appealed"

TABLE = table(
    Machine.COURT,
    on("", "filing", (CLAIMANT, COURT, STAFF), "filed", letters=[(STAFF, "case_filed")]),
    on("filed evidence", "evidence", PARTIES, "evidence"),
    on(
        "filed evidence",
        "interim",
        COURT,
        "interim",
        letters=[(UPLOADER, "restricted_by_court"), (CLAIMANT, "carried_out")],
        effects=[Effect.BLOCK],
    ),
    on("interim", "evidence", PARTIES),
    # Joined with another one: they are heard together, and each claimant still goes its own way.
    on(f"{OPEN} {ENFORCED} stayed", "join", COURT, letters=[(CLAIMANT, "joined")]),
    on(
        OPEN,
        "dismiss",
        COURT,
        "dismissed",
        letters=[(UPLOADER, "court_act_lifted"), (CLAIMANT, "dismissed")],
        effects=[Effect.LIFT],
    ),
    on(
        OPEN,
        "judgment",
        COURT,
        "enforcing",
        letters=[(UPLOADER, "restricted_by_court"), (STAFF, "judgment")],
        effects=[Effect.BLOCK],
    ),
    on("enforcing", "remind", CLOCK, letters=[(STAFF, "enforcement_overdue")]),
    on("enforcing", "comply", STAFF, "complied", letters=[(CLAIMANT, "certificate"), (COURT, "certificate")]),
    # An appeal suspends the judgment only where the court says so.
    on(
        "enforcing complied",
        "appeal",
        PARTIES,
        "stayed",
        guard=Guard.STAYED,
        within="appeal",
        letters=[(UPLOADER, "stayed"), (CLAIMANT, "appeal_filed")],
        effects=[Effect.LIFT],
    ),
    on(
        "enforcing complied",
        "appeal",
        PARTIES,
        "appealed",
        guard=Guard.NOT_STAYED,
        within="appeal",
        letters=[(CLAIMANT, "appeal_filed")],
    ),
    on("enforcing complied", "become_final", CLOCK, "final", letters=[(CLAIMANT, "judgment_final")]),
    on(
        "appealed stayed",
        "reverse",
        COURT,
        "reversed",
        letters=[(UPLOADER, "court_act_lifted"), (CLAIMANT, "judgment_reversed")],
        effects=[Effect.LIFT],
    ),
    on("appealed", "affirm", COURT, "final", letters=[(CLAIMANT, "judgment_final")]),
    on(
        "stayed",
        "affirm",
        COURT,
        "final",
        letters=[(UPLOADER, "restricted_by_court"), (CLAIMANT, "judgment_final")],
        effects=[Effect.BLOCK],
    ),
    # A settlement comes with a licence: the rows are decided anew, and what else forbids them still does.
    on(
        f"{OPEN} {ENFORCED} stayed",
        "settle",
        PARTIES,
        "settled",
        letters=[(UPLOADER, "settled"), (CLAIMANT, "settled")],
        effects=[Effect.LIFT],
    ),
)
