"""B. An automatic claim by an owner's policy: dispute and appeal; the claimant's silence releases.

Who is refused by the claimant may also complain to the site, where a person decides (DSA art. 20). A use
that was declared lawful is decided by a person first (rights.md section 2.2, D: LIVE_PENDING_REVIEW).
"""

from ..machine import Guard, on, table
from ..terms import Effect, Machine, Party

CLAIMANT, UPLOADER, STAFF, CLOCK = Party.CLAIMANT, Party.UPLOADER, Party.STAFF, Party.CLOCK

# A use may be declared lawful as long as no person has decided about the claim.
_FLAGGABLE = "claimed disputed reinstated appealed uploader_complained"

TABLE = table(
    Machine.CLAIM,
    on("", "claim", (Party.MACHINE, CLAIMANT), "claimed", letters=[(UPLOADER, "claimed")]),
    # From here until the end the money of the sound is held for whoever is right.
    on(
        "claimed",
        "dispute",
        UPLOADER,
        "disputed",
        guard=Guard.REASONED,
        letters=[(CLAIMANT, "disputed"), (UPLOADER, "dispute_receipt")],
    ),
    on(
        "disputed",
        "reject",
        CLAIMANT,
        "reinstated",
        guard=Guard.REASONED,
        letters=[(UPLOADER, "dispute_rejected")],
    ),
    on(
        "reinstated",
        "appeal",
        UPLOADER,
        "appealed",
        guard=Guard.REASONED,
        letters=[(CLAIMANT, "appealed"), (UPLOADER, "appeal_receipt")],
    ),
    # The machine brings it, since only the law knows whether a flag softens this claim (rule 8).
    # Directive 2019/790 art. 17(7): a use its uploader declared lawful is decided by a person, and heard
    # meanwhile unless it is manifestly the recording itself. Who is denied has the road of every claim.
    on(
        _FLAGGABLE,
        "flag",
        Party.MACHINE,
        "live_pending_review",
        guard=Guard.PARTIAL,
        letters=[(UPLOADER, "live_for_review"), (CLAIMANT, "use_flagged")],
        effects=[Effect.PASS],
    ),
    on(
        _FLAGGABLE,
        "flag",
        Party.MACHINE,
        "held_for_review",
        guard=Guard.IDENTICAL,
        letters=[(UPLOADER, "held_until_decided"), (CLAIMANT, "use_flagged")],
    ),
    on("live_pending_review held_for_review", "remind_review", CLOCK, letters=[(STAFF, "review_overdue")]),
    on(
        "live_pending_review held_for_review",
        "allow",
        STAFF,
        "allowed",
        guard=Guard.REASONED,
        letters=[(UPLOADER, "use_allowed"), (CLAIMANT, "use_allowed_to_claimant")],
        effects=[Effect.END_PASS, Effect.RESTORE],
    ),
    on(
        "live_pending_review held_for_review",
        "deny",
        STAFF,
        "reinstated",
        guard=Guard.REASONED,
        letters=[(UPLOADER, "use_denied"), (CLAIMANT, "use_denied_to_claimant")],
        effects=[Effect.END_PASS, Effect.DENY],
    ),
    on(
        "allowed",
        "complain",
        CLAIMANT,
        "claimant_complained",
        guard=Guard.REASONED,
        within="complaint",
        letters=[(CLAIMANT, "complaint_receipt")],
    ),
    on("allowed", "lapse", CLOCK, "released"),
    on("claimant_complained", "remind_complaint", CLOCK, letters=[(STAFF, "complaint_overdue")]),
    on(
        "claimant_complained",
        "keep",
        STAFF,
        "released",
        guard=(Guard.REASONED, Guard.ANOTHER_PERSON),
        letters=[(CLAIMANT, "complaint_upheld")],
    ),
    on(
        "claimant_complained",
        "restrict",
        STAFF,
        "reinstated",
        guard=(Guard.REASONED, Guard.ANOTHER_PERSON),
        letters=[(UPLOADER, "use_denied"), (CLAIMANT, "complaint_reversed")],
        effects=[Effect.END_PASS, Effect.DENY],
    ),
    # Regulation 2022/2065 art. 20: what the claimant says no to by itself is complained about to the site; a
    # person decides, with reasons, and takes a claim back only together with a second one.
    on(
        "reinstated",
        "complain",
        UPLOADER,
        "uploader_complained",
        guard=Guard.REASONED,
        letters=[(UPLOADER, "complaint_receipt"), (CLAIMANT, "complained")],
    ),
    on("uploader_complained", "remind_complaint", CLOCK, letters=[(STAFF, "complaint_overdue")]),
    on(
        "uploader_complained",
        "uphold",
        STAFF,
        "upheld",
        guard=(Guard.REASONED, Guard.ANOTHER_PERSON),
        letters=[(UPLOADER, "complaint_upheld")],
    ),
    on(
        "uploader_complained",
        "reverse",
        STAFF,
        "released",
        guard=(Guard.REASONED, Guard.ANOTHER_PERSON),
        letters=[(UPLOADER, "complaint_reversed"), (CLAIMANT, "released_to_claimant")],
        effects=[Effect.RESTORE],
    ),
    on(
        "claimed disputed reinstated appealed uploader_complained upheld live_pending_review held_for_review",
        "release",
        (CLAIMANT, STAFF),
        "released",
        letters=[(UPLOADER, "released"), (CLAIMANT, "released_to_claimant")],
        effects=[Effect.END_PASS, Effect.RESTORE],
    ),
    on(
        "disputed appealed",
        "release",
        CLOCK,
        "released",
        letters=[(UPLOADER, "released_by_silence"), (CLAIMANT, "silence_released")],
        effects=[Effect.RESTORE],
    ),
    # What it rested on is gone: a licence, a withdrawn policy, a share that moved.
    on(
        "claimed disputed reinstated appealed uploader_complained upheld held_for_review",
        "clear",
        Party.MACHINE,
        "ended",
    ),
    # The only way on for a claimant who stands by it after an appeal: a statutory notice under its own name.
    on("appealed", "notice", CLAIMANT, "noticed", letters=[(UPLOADER, "claim_became_notice")]),
)
