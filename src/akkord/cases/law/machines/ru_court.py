"""E. Russian Federal Law 149-FZ art. 15.2: a court's interim act, passed on by the regulator and the host."""

from ..machine import Guard, on, table
from ..terms import Effect, Machine, Party

CLAIMANT, UPLOADER, STAFF, CLOCK = Party.CLAIMANT, Party.UPLOADER, Party.STAFF, Party.CLOCK
COURT, REGULATOR, HOST = Party.COURT, Party.AUTHORITY, Party.HOST
BEFORE = "received host_notified owner_notified"
AFTER = "host_due operators_due blocked_by_operators"

TABLE = table(
    Machine.RU_COURT,
    on("", "court_act", (COURT, REGULATOR), "received", letters=[(STAFF, "court_act")]),
    # Three working days for the regulator, one for the host, one for the site (the owner of the page).
    on("received", "notify_host", REGULATOR, "host_notified"),
    on("received", "regulator_late", CLOCK),
    on(
        "received host_notified",
        "notify_owner",
        (REGULATOR, HOST),
        "owner_notified",
        letters=[(STAFF, "owner_notified")],
    ),
    on("host_notified", "host_late", CLOCK),
    # The site may act as soon as it knows, and need not wait to be told.
    on(
        f"{BEFORE} {AFTER}",
        "restrict",
        STAFF,
        "restricted",
        letters=[
            (UPLOADER, "restricted_by_court"),
            (HOST, "restriction_done"),
            (REGULATOR, "restriction_done"),
        ],
        effects=[Effect.BLOCK],
    ),
    # A site that is silent loses the page: first to its host, then to everybody's network.
    on("owner_notified", "owner_late", CLOCK, "host_due", letters=[(STAFF, "owner_late")]),
    on("host_due", "host_restricts", HOST, "operators_due"),
    on("host_due", "operators_called", CLOCK, "operators_due", letters=[(STAFF, "operators_called")]),
    on(
        "operators_due",
        "operators_block",
        (REGULATOR, CLOCK),
        "blocked_by_operators",
        letters=[(STAFF, "blocked_by_operators")],
    ),
    # The claim has to follow the interim act within the court's term, or the act falls by itself.
    on(f"{BEFORE} {AFTER} restricted", "suit", (CLAIMANT, COURT), letters=[(STAFF, "suit_filed")]),
    on(
        f"{BEFORE} {AFTER} restricted",
        "lapse",
        CLOCK,
        "lapsed",
        letters=[
            (UPLOADER, "court_act_lapsed"),
            (CLAIMANT, "court_act_lapsed"),
            (REGULATOR, "court_act_lapsed"),
        ],
        effects=[Effect.LIFT],
    ),
    on(
        f"{BEFORE} {AFTER} restricted",
        "cancel",
        (COURT, REGULATOR),
        "lifted",
        letters=[(UPLOADER, "court_act_lifted"), (HOST, "court_act_lifted")],
        effects=[Effect.LIFT],
    ),
    on("restricted", "judgment", COURT, "judged", guard=Guard.REASONED, letters=[(UPLOADER, "judged")]),
)
