"""H. A state authority's demand against a post, person or community: law first, never by silence."""

from ..machine import Guard, on, table
from ..terms import Effect, Machine, Party

UPLOADER, STAFF, CLOCK, AUTHORITY = Party.UPLOADER, Party.STAFF, Party.CLOCK, Party.AUTHORITY

TABLE = table(
    Machine.DEMAND,
    on("", "demand", (AUTHORITY, STAFF), "received", letters=[(STAFF, "demand")]),
    on("received", "review", STAFF, "legal_review"),
    on("received legal_review", "remind", CLOCK, letters=[(STAFF, "demand_overdue")]),
    # Without a legal basis, or against the whole site (24 May 2013), only asking and refusing are possible.
    on(
        "legal_review",
        "comply",
        STAFF,
        "told",
        guard=(Guard.LEGAL_BASIS, Guard.NO_GAG),
        letters=[(AUTHORITY, "effect_given"), (UPLOADER, "restricted_by_authority")],  # art. 9(1), 9(5)
        effects=[Effect.BLOCK],
    ),
    # Where a law forbids telling, the ban has an end, and on it the person is told and the log opened.
    on(
        "legal_review",
        "comply",
        STAFF,
        "told_later",
        guard=(Guard.LEGAL_BASIS, Guard.GAG),
        letters=[(AUTHORITY, "effect_given")],
        effects=[Effect.BLOCK],
    ),
    # The restriction is laid anew, in one step, because now its tombstone may name the authority.
    on(
        "told_later",
        "disclose",
        CLOCK,
        "told",
        letters=[(UPLOADER, "restricted_by_authority")],
        effects=[Effect.LIFT, Effect.BLOCK],
    ),
    on(
        "received legal_review",
        "refuse",
        STAFF,
        "refused",
        guard=Guard.REASONED,
        letters=[(AUTHORITY, "demand_refused")],
    ),
    on("legal_review", "ask", STAFF, "asked", letters=[(AUTHORITY, "ask_to_complete")]),
    on("asked", "answer", (AUTHORITY, STAFF), "legal_review"),
    on("asked", "refuse_by_silence", CLOCK, "refused", letters=[(AUTHORITY, "demand_refused")]),
    on(
        "received legal_review asked",
        "annul",
        (AUTHORITY, STAFF),
        "annulled",
        letters=[(STAFF, "demand_annulled")],
    ),
    on(
        "told told_later",
        "annul",
        (AUTHORITY, STAFF, Party.COURT),
        "annulled",
        letters=[(UPLOADER, "demand_annulled"), (AUTHORITY, "demand_annulled")],
        effects=[Effect.LIFT],
    ),
)
