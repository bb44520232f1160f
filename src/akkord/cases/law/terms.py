"""The words of proceedings as types: who acts, what follows, what a demand is about, what clocks count in."""

from enum import StrEnum


class Party(StrEnum):
    """Who does something in a proceeding, or is written to. CLOCK is silence; MACHINE the matcher."""

    CLAIMANT = "claimant"
    UPLOADER = "uploader"
    STAFF = "staff"
    COURT = "court"
    AUTHORITY = "authority"
    HOST = "host"
    CLOCK = "clock"
    MACHINE = "machine"


class Effect(StrEnum):
    """What a step does to what people hear and see. Nothing else in a proceeding does anything to it."""

    BLOCK = "block"
    SUSPEND = "suspend"  # the notice is answered; only a notice can be
    LIFT = "lift"
    RESTORE = "restore"  # a match is taken back: the claim on this very sound is released
    HOLD = "hold"  # silent until a person has looked
    PASS = "pass"  # heard, where the law wants that, until a person has looked
    END_PASS = "end_pass"
    DENY = "deny"  # what its uploader declared lawful is not: declaring it softens nothing any more
    REVIEWED = "reviewed"  # a person has listened to what nobody knows: it may be heard
    STRIKE = "strike"
    UNSTRIKE = "unstrike"


SILENCING = frozenset({Effect.BLOCK, Effect.HOLD})


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    STATED = "stated"  # the instant itself was named, by a court or an authority


class Subject(StrEnum):
    """What a demand is about; laws cover some of them."""

    MUSIC = "music"
    FILM = "film"
    BOOK = "book"
    SOFTWARE = "software"
    PHOTOGRAPH = "photograph"
    POST = "post"
    COMMUNITY = "community"


WORKS = frozenset({Subject.MUSIC, Subject.FILM, Subject.BOOK, Subject.SOFTWARE, Subject.PHOTOGRAPH})
EVERYTHING = frozenset(Subject)


class Standing(StrEnum):
    """What the site itself knows of the right behind a demand (rights.md section 5, rule 7)."""

    UNKNOWN = "unknown"
    PROVEN = "proven"  # delivered reference with contract, registry or court evidence
    CONTRADICTED = "contradicted"  # free for all, or proven to be somebody else's


class Machine(StrEnum):
    """The kinds of proceedings (rights.md section 2.2, A to H, and one of the site's own)."""

    DMCA = "dmca"
    CLAIM = "claim"
    DSA = "dsa"
    STAY_DOWN = "stay_down"
    RU_COURT = "ru_court"
    RU_APPLICATION = "ru_application"
    COURT = "court"
    DEMAND = "demand"
    UNKNOWN = "unknown"  # the site's own: a sound nobody knows, under the strict mode
