"""Laws as dated data: which procedure stood when and where, what it covered, and the periods it gives.

A law is never edited here: it gets an end, and the next version begins on that day. Periods marked
`confirmed=False` are general knowledge that nobody here has yet compared with the text of the law.
"""

from dataclasses import dataclass
from datetime import date, datetime

from .calendars import EUROPEAN_UNION, calendar_of
from .clocks import Clock
from .errors import DoesNotCover, NoSuchProcedure, NotInForce, NotThere
from .terms import EVERYTHING, WORKS, Machine, Party, Subject, Unit

ANYWHERE = ""  # a procedure of the site's own, or one that every country's courts have


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One version of one law's procedure."""

    id: str
    version: str
    machine: Machine
    jurisdiction: str
    valid_from: date
    valid_to: date | None = None  # the first day it no longer stood
    covers: frozenset[Subject]
    source: str
    form: str = ""  # what its notices must contain (forms.py); "" where nothing is filed with the site
    clocks: tuple[Clock, ...] = ()

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def reaches(self, country: str) -> bool:
        if self.jurisdiction == "EU":
            return country == "EU" or country in EUROPEAN_UNION
        return self.jurisdiction in (ANYWHERE, country)


# --- the periods -------------------------------------------------------------------------------------

COMPLETION = Clock(
    name="completion",
    starts=("check",),
    stops=("retract",),
    unit=Unit.DAY,
    most=30,
    actor=Party.CLAIMANT,
    silence="abandon",
    source="terms of the site",
)

COMPLAINT_ANSWER = Clock(
    name="complaint_answer",
    starts=("complain",),
    unit=Unit.DAY,
    most=14,
    actor=Party.STAFF,
    silence="remind_complaint",
    source="Regulation (EU) 2022/2065 art. 20(4), as the site reads “timely”",
)

DMCA_CLOCKS = (
    COMPLETION,
    Clock(
        name="expeditious",
        starts=("check",),
        unit=Unit.HOUR,
        most=24,
        actor=Party.STAFF,
        silence="remove",
        fact="hours",
        source="17 U.S.C. 512(c)(1)(C), as the site reads it",
    ),
    Clock(
        name="restoration",
        starts=("counter",),
        stops=("suit",),
        unit=Unit.WORKING_DAY,
        least=10,
        most=14,
        at_opening=True,
        actor=Party.CLAIMANT,
        silence="restore",
        source="17 U.S.C. 512(g)(2)(C)",
    ),
)

CLAIM_CLOCKS = (
    Clock(
        name="answer",
        starts=("dispute",),
        stops=("reject",),
        unit=Unit.DAY,
        most=30,
        actor=Party.CLAIMANT,
        silence="release",
        source="terms of the site",
    ),
    Clock(
        name="appeal_answer",
        starts=("appeal",),
        unit=Unit.DAY,
        most=7,
        actor=Party.CLAIMANT,
        silence="release",
        source="terms of the site",
    ),
    Clock(
        name="review",
        starts=("flag",),
        unit=Unit.HOUR,
        most=72,
        actor=Party.STAFF,
        silence="remind_review",
        source="Directive (EU) 2019/790 art. 17(9), as the site reads “without undue delay”",
    ),
    Clock(
        name="complaint",
        starts=("allow",),
        stops=("complain",),
        unit=Unit.MONTH,
        most=6,
        actor=Party.CLAIMANT,
        silence="lapse",
        rolls=True,
        source="Regulation (EU) 2022/2065 art. 20(1)",
    ),
    COMPLAINT_ANSWER,
)

DSA_CLOCKS = (
    COMPLETION,
    Clock(
        name="decision",
        starts=("check",),
        unit=Unit.DAY,
        most=7,
        actor=Party.STAFF,
        silence="remind",
        source="Regulation (EU) 2022/2065 art. 16(6), as the site reads “timely”",
    ),
    Clock(
        name="complaint",
        starts=("restrict", "keep", "reverse"),
        stops=("complain",),
        unit=Unit.MONTH,
        most=6,
        actor=Party.UPLOADER,
        silence="lapse",
        rolls=True,
        source="Regulation (EU) 2022/2065 art. 20(1)",
    ),
    COMPLAINT_ANSWER,
)

UNKNOWN_CLOCKS = (
    Clock(
        name="review",
        starts=("attest",),
        unit=Unit.HOUR,
        most=72,
        actor=Party.STAFF,
        silence="remind_review",
        source="terms of the site",
    ),
    Clock(
        name="complaint",
        starts=("hold_back",),
        stops=("complain",),
        unit=Unit.MONTH,
        most=6,
        actor=Party.UPLOADER,
        silence="lapse",
        rolls=True,
        source="Regulation (EU) 2022/2065 art. 20(1)",
    ),
    COMPLAINT_ANSWER,
)

STAY_DOWN_CLOCKS = (
    Clock(
        name="completion",
        starts=("reference",),
        unit=Unit.DAY,
        most=30,
        actor=Party.CLAIMANT,
        silence="abandon",
        source="terms of the site",
    ),
    Clock(
        name="until",
        starts=("prove",),
        unit=Unit.STATED,
        most=0,
        fact="until",
        actor=Party.CLAIMANT,
        silence="expire",
        source="the reference itself",
    ),
)

RU_COURT_CLOCKS = (
    Clock(
        name="regulator",
        starts=("court_act",),
        stops=("notify_host", "notify_owner"),
        unit=Unit.WORKING_DAY,
        most=3,
        actor=Party.AUTHORITY,
        silence="regulator_late",
        source="149-FZ art. 15.2(2)",
    ),
    Clock(
        name="host",
        starts=("notify_host",),
        stops=("notify_owner",),
        unit=Unit.WORKING_DAY,
        most=1,
        actor=Party.HOST,
        silence="host_late",
        source="149-FZ art. 15.2(3)",
    ),
    Clock(
        name="owner",
        starts=("notify_owner",),
        unit=Unit.WORKING_DAY,
        most=1,
        actor=Party.STAFF,
        silence="owner_late",
        source="149-FZ art. 15.2(4)",
    ),
    Clock(
        name="host_restriction",
        starts=("owner_late",),
        unit=Unit.WORKING_DAY,
        most=3,
        actor=Party.HOST,
        silence="operators_called",
        source="149-FZ art. 15.2(4)",
        confirmed=False,
    ),
    Clock(
        name="operators",
        starts=("operators_called", "host_restricts"),
        unit=Unit.DAY,
        most=1,
        actor=Party.AUTHORITY,
        silence="operators_block",
        source="149-FZ art. 15.2(6)",
        confirmed=False,
    ),
    Clock(
        name="suit",
        starts=("court_act",),
        stops=("suit",),
        unit=Unit.DAY,
        most=15,
        fact="suit_days",
        actor=Party.CLAIMANT,
        silence="lapse",
        rolls=True,
        source="Code of Civil Procedure of the Russian Federation art. 144.1(5)",
        confirmed=False,
    ),
)

RU_APPLICATION_CLOCKS = (
    Clock(
        name="applicant",
        starts=("check",),
        unit=Unit.HOUR,
        most=24,
        actor=Party.CLAIMANT,
        silence="abandon",
        source="149-FZ art. 15.7(4)",
        confirmed=False,
    ),
    Clock(
        name="owner",
        starts=("check",),
        unit=Unit.HOUR,
        most=24,
        actor=Party.STAFF,
        silence="remove",
        source="149-FZ art. 15.7(5)",
        confirmed=False,
    ),
)

COURT_CLOCKS = (
    Clock(
        name="enforcement",
        starts=("judgment",),
        unit=Unit.DAY,
        most=365,
        fact="days",
        actor=Party.STAFF,
        silence="remind",
        source="the operative part",
    ),
    Clock(
        name="appeal",
        starts=("judgment",),
        stops=("appeal",),
        unit=Unit.MONTH,
        most=1,
        actor=Party.STAFF,
        silence="become_final",
        rolls=True,
        source="Code of Commercial Procedure of the Russian Federation art. 259(1), taken for all courts",
        confirmed=False,
    ),
)

DEMAND_CLOCKS = (
    Clock(
        name="review",
        starts=("demand", "answer"),
        unit=Unit.WORKING_DAY,
        most=3,
        fact="working_days",
        actor=Party.STAFF,
        silence="remind",
        source="terms of the site",
    ),
    Clock(
        name="authority_answer",
        starts=("ask",),
        unit=Unit.DAY,
        most=14,
        actor=Party.AUTHORITY,
        silence="refuse_by_silence",
        source="terms of the site",
    ),
    Clock(
        name="gag",
        starts=("comply",),
        unit=Unit.STATED,
        most=0,
        fact="gag_until",
        actor=Party.AUTHORITY,
        silence="disclose",
        source="Regulation (EU) 2022/2065 art. 9(5), 10(5)",
    ),
)

# --- the laws ----------------------------------------------------------------------------------------

PROCEDURES: tuple[Procedure, ...] = (
    Procedure(
        id="dmca",
        version="Public Law 105-304",
        machine=Machine.DMCA,
        jurisdiction="US",
        valid_from=date(1998, 10, 28),
        covers=WORKS,
        form="dmca_notice",
        source="17 U.S.C. 512, 112 Stat. 2877",
        clocks=DMCA_CLOCKS,
    ),
    Procedure(
        id="claim",
        version="1",
        machine=Machine.CLAIM,
        jurisdiction=ANYWHERE,
        valid_from=date(2006, 10, 10),
        covers=frozenset({Subject.MUSIC}),
        source="terms of the site",
        clocks=CLAIM_CLOCKS,
    ),
    Procedure(
        id="unknown",
        version="1",
        machine=Machine.UNKNOWN,
        jurisdiction=ANYWHERE,
        valid_from=date(2006, 10, 10),
        covers=frozenset({Subject.MUSIC}),
        source="terms of the site",
        clocks=UNKNOWN_CLOCKS,
    ),
    Procedure(
        id="dsa",
        version="2022/2065",
        machine=Machine.DSA,
        jurisdiction="EU",
        valid_from=date(2024, 2, 17),
        covers=EVERYTHING,
        form="dsa_notice",
        source="Regulation (EU) 2022/2065 art. 16, 17, 20, 21, 93(2)",
        clocks=DSA_CLOCKS,
    ),
    Procedure(
        id="stay_down",
        version="2019/790",
        machine=Machine.STAY_DOWN,
        jurisdiction="EU",
        valid_from=date(2021, 6, 7),
        covers=WORKS,
        source="Directive (EU) 2019/790 art. 17(4), 29(1)",
        clocks=STAY_DOWN_CLOCKS,
    ),
    Procedure(
        id="ru_court",
        version="187-FZ",
        machine=Machine.RU_COURT,
        jurisdiction="RU",
        valid_from=date(2013, 8, 1),
        valid_to=date(2015, 5, 1),
        covers=frozenset({Subject.FILM}),
        form="court_order",
        source="149-FZ art. 15.2 as inserted by 187-FZ of 2 July 2013",
        clocks=RU_COURT_CLOCKS,
    ),
    Procedure(
        id="ru_court",
        version="364-FZ",
        machine=Machine.RU_COURT,
        jurisdiction="RU",
        valid_from=date(2015, 5, 1),
        covers=WORKS - {Subject.PHOTOGRAPH},
        form="court_order",
        source="149-FZ art. 15.2 as amended by 364-FZ of 24 November 2014",
        clocks=RU_COURT_CLOCKS,
    ),
    Procedure(
        id="ru_application",
        version="364-FZ",
        machine=Machine.RU_APPLICATION,
        jurisdiction="RU",
        valid_from=date(2015, 5, 1),
        covers=WORKS - {Subject.PHOTOGRAPH},
        form="ru_application",
        source="149-FZ art. 15.7 as inserted by 364-FZ of 24 November 2014",
        clocks=RU_APPLICATION_CLOCKS,
    ),
    Procedure(
        id="court",
        version="1",
        machine=Machine.COURT,
        jurisdiction=ANYWHERE,
        valid_from=date(1900, 1, 1),
        covers=EVERYTHING,
        form="court_order",
        source="the procedural law of the court seised",
        clocks=COURT_CLOCKS,
    ),
    Procedure(
        id="demand",
        version="1",
        machine=Machine.DEMAND,
        jurisdiction=ANYWHERE,
        valid_from=date(1900, 1, 1),
        covers=EVERYTHING,
        form="dsa_order",
        source="Regulation (EU) 2022/2065 art. 9, applied to every authority",
        clocks=DEMAND_CLOCKS,
    ),
)


def versions_of(procedure_id: str) -> tuple[Procedure, ...]:
    """Every version of a procedure, oldest first. Raises NoSuchProcedure."""
    found = tuple(p for p in PROCEDURES if p.id == procedure_id)
    if not found:
        raise NoSuchProcedure(procedure_id)
    return found


def version_of(procedure_id: str, version: str) -> Procedure:
    """The one version a case was opened under. Raises NoSuchProcedure."""
    for found in versions_of(procedure_id):
        if found.version == version:
            return found
    raise NoSuchProcedure(f"{procedure_id} {version}")


def procedure_for(procedure_id: str, at: datetime, country: str, subject: Subject) -> Procedure:
    """The version that answers a demand made at that instant.

    The day is the country's own. Raises NoSuchProcedure, NotThere, NotInForce, DoesNotCover, UnknownCalendar.
    """
    reaching = [p for p in versions_of(procedure_id) if p.reaches(country)]
    if not reaching:
        raise NotThere(procedure_id)
    day = calendar_of(country).day_of(at)
    standing = [p for p in reaching if p.in_force(day)]
    if not standing:
        raise NotInForce(procedure_id)
    if subject not in standing[0].covers:
        raise DoesNotCover(procedure_id)
    return standing[0]
