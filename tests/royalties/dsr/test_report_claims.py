"""Claims of licensors: read strictly, judged by what was reported and by each other, and answered."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from report_world import words

HEAD = (
    "CDMH.01\tCDM/2.0/9/2.0\tc1\t2026-12-20T10:00:00Z\t{profile}\t2.0\t\tm1\t2026-11-01\t2026-11-30"
    "\tPADPIDA2026112802B\tSociety\tplus\tPADPIDA2026112801A\tAkkord\t\t\t"
)
SUMMARY = (
    "CS01.01\t1\t\tPublisher\tISNI::0000000081266409\t\t\t2026-11-01\t2026-11-30\tSubscriptionModel"
    "\tOnDemandStream\tDE\tplus\tEUR\tEUR\t1\t\t\t\t50\t50\t\t{total}"
)
CLAIM = (
    "CD01.01\t{n}\t1\t77\tDEA012600001\tSong\tBand\t\tw9\tT0345246801\tWork\t\tA|B\t\tDirect\t{mech}\t{perf}\t50"
    "\tt1\t12\t\t\t\t0.1\t0.2\t\t\t0.3"
)
MORE = "CX01\tx{n}\t{n}\t\t\tA\tIPI::1\tand\tcells\tnobody\tpublished"
FIRST_USE = "CS03\t1\tPublisher\tISNI::1\t\t\t\t\tSubscriptionModel\tOnDemandStream\tDE\tplus\tunknown"
PLANNED = "CD03\t1\t{n}\t77\t\t\t\t\t\t\tWork\t\t\t\tCopCon\t100\t0\t0\tunknown\tcells"
NAME = "ClaimsAmounts_PADPIDA2026112801A_PADPIDA2026112802B_plus_2026-11_DE_20261220T100000.tsv"


def message(*lines: str, profile: str = "ClaimsAmounts", foot: str = "", total: str = "") -> bytes:
    """A message of claims; every claim is numbered by its place."""
    many = sum(line.startswith("CD01") for line in lines)
    body, number = [], 0
    for line in lines:
        number += line.startswith(("CD01", "CD03"))
        body.append(line.format(n=number, mech="40", perf="40", total=total or f"{Decimal('0.3') * many}"))
    summaries = sum(line.startswith("CS") for line in lines)
    head = HEAD.format(profile=profile)
    every = [head, *body, foot or f"SRFO\t{len(body) + 2}\t{summaries}"]
    return "".join(f"{line}\n" for line in every).encode()


def read(dsr: SimpleNamespace, content: bytes) -> tuple[list[Any], list[Any]]:
    parts = list(dsr.cdm.read_claims(dsr.reading.Source(NAME, lambda: io.BytesIO(content))))
    faults = [part for part in parts if isinstance(part, dsr.reading.Fault)]
    return [part for part in parts if not isinstance(part, dsr.reading.Fault)], faults


def test_claims_with_amounts_are_read(dsr: SimpleNamespace) -> None:
    claims, faults = read(dsr, message(SUMMARY, "CS02.01\tanything", CLAIM, MORE, CLAIM))
    assert faults == []
    assert [claim.claim_id for claim in claims] == ["1", "2"]
    claim = claims[0]
    assert claim.message.sales_report_id == "m1"
    assert (claim.transaction_id, claim.resource_id, claim.isrc) == ("t1", "77", "DEA012600001")
    assert claim.shares[dsr.cdm.Right.MECHANICAL] == Decimal(40)
    assert claim.amounts.total == Decimal("0.3")
    assert claim.context.controller_id == "ISNI::0000000081266409"
    assert claim.basis == dsr.cdm.ClaimBasis.DIRECT


def test_claims_before_any_use_are_read(dsr: SimpleNamespace) -> None:
    claims, faults = read(dsr, message(FIRST_USE, PLANNED, MORE, PLANNED, profile="Claims"))
    assert faults == []
    assert [claim.amounts for claim in claims] == [None, None]
    assert claims[0].transaction_id == ""


def test_records_by_the_names_of_before_are_read(dsr: SimpleNamespace) -> None:
    content = message(SUMMARY, CLAIM).replace(b"CDMH.01", b"CDMH").replace(b"CD01.01", b"CD01")
    assert read(dsr, content.replace(b"CS01.01", b"CS01"))[1] == []


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (lambda text: text.replace(b"\t0.3\n", b"\t0.4\n", 1), "summary_differs"),
        (lambda text: text.replace(b"SRFO\t5", b"SRFO\t4"), "miscounted"),
        (lambda text: text.replace(b"SRFO\t5\t1", b"SRFO\t5\t2"), "miscounted"),
        (lambda text: text[: text.index(b"SRFO")], "no_footer"),
        (lambda text: text.replace(b"CDMH.01", b"#DMH.01"), "no_head"),
        (lambda text: b"#note\n" + text, "head_not_first"),
        (lambda text: text.replace(b"CD01.01\t2", b"CD01.01\t1"), "claim_twice"),
        (lambda text: text.replace(b"CD01.01\t2\t1", b"CD01.01\t2\t9"), "summary_missing"),
        (lambda text: text.replace(b"ClaimsAmounts", b"ClaimsCorrections"), "unknown_profile"),
        (lambda text: text.replace(b"\t2.0\t\tm1", b"\t1.0\t\tm1"), "profile_version"),
        (lambda text: text.replace(b"\t2.0\t\tm1", b"\t2.0\t\t"), "empty_cell"),
        (lambda text: text.replace(b"Direct", b"Guess"), "bad_value"),
        (lambda text: text.replace(b"\tWork\t", b"\t\t"), "empty_cell"),
        (lambda text: text.replace(b"\tSong\t", b"\tSo\\ng\t"), "bad_escape"),
        (lambda text: text.replace(b"CD01.01\t1", b"CR01\t1"), "unknown_record"),
        (lambda text: text.replace(b"CD01.01\t1", b"CD03\t1"), "wrong_order"),
        (lambda text: text.replace(b"\t12\t", b"\t12\t\t", 1), "cell_count"),
        (lambda text: text[:-1], "cut_short"),
    ],
)
def test_what_is_wrong_with_claims(dsr: SimpleNamespace, edit: Callable[[bytes], bytes], word: str) -> None:
    assert word in words(read(dsr, edit(message(SUMMARY, CLAIM, CLAIM)))[1])


def test_more_data_stand_under_their_own_claim(dsr: SimpleNamespace) -> None:
    assert "claim_missing" in words(read(dsr, message(SUMMARY, CLAIM, MORE.replace("\t{n}\t", "\t9\t")))[1])


def test_a_claim_with_a_fault_is_told_and_not_counted_as_a_claim(dsr: SimpleNamespace) -> None:
    claims, faults = read(dsr, message(SUMMARY, CLAIM.replace("Direct", "Guess"), CLAIM))
    assert [claim.claim_id for claim in claims] == ["2"]
    assert words(faults) == {"bad_value"}


def make(dsr: SimpleNamespace, sender: str = "A", mech: Any = 0, perf: Any = 0, **given: Any) -> Any:
    """A claim of a licensor."""
    cdm = dsr.cdm
    context = {"territory": "DE", "use": "OnDemandStream", "controller_id": f"IPI::{sender}"}
    context |= {key: given.pop(key) for key in ("territory", "controller_id") if key in given}
    total = given.pop("total", Decimal("0.3"))
    values = {
        "message": cdm.Message(f"c{sender}", "ClaimsAmounts", f"PADPIDA{sender}", sender, "m1", NAME),
        "context": cdm.Context(
            summary_id="1",
            controller=sender,
            model="SubscriptionModel",
            service="plus",
            start="2026-11-01",
            end="2026-11-30",
            currency="EUR",
            **context,
        ),
        "record": "CD01.01",
        "line": 3,
        "claim_id": "1",
        "resource_id": "77",
        "isrc": "DEA012600001",
        "title": "Song",
        "artist": "Band",
        "work_id": "w",
        "iswc": "",
        "work_title": "Work",
        "basis": cdm.ClaimBasis.DIRECT,
        "shares": {
            cdm.Right.MECHANICAL: Decimal(mech),
            cdm.Right.PERFORMING: Decimal(perf),
            cdm.Right.BLENDED: Decimal(given.pop("blended", 0)),
        },
        "transaction_id": "t1",
        "usages": Decimal(12),
        "amounts": cdm.Amounts(Decimal("0.1"), Decimal("0.2"), total),
    }
    return cdm.Claim(**(values | given))


def sold(dsr: SimpleNamespace) -> Callable[[str], Any]:
    known = {"t1": dsr.cdm.Sold("77", ("DEA012600001",), "DE", Decimal(12))}
    return known.get


def judged(dsr: SimpleNamespace, *claims: Any) -> Any:
    (judgement,) = dsr.cdm.judge(claims, sold(dsr))
    return judgement


STATUSES = [
    ([("A", 100, 0)], "CompleteClaim", ["NoConflict"]),
    ([("A", 60, 0), ("B", 40, 0)], "CompleteClaim", ["NoConflict", "NoConflict"]),
    ([("A", 60, 60), ("B", 40, 40)], "CompleteClaim", ["NoConflict", "NoConflict"]),
    ([("A", 60, 0)], "UnderClaim", ["NoConflict"]),
    ([("A", 100, 60)], "UnderClaim", ["NoConflict"]),
    ([("A", 0, 0)], "IncompleteClaim", ["NoConflict"]),
    ([("A", 60, 0), ("B", "40.000001", 0)], "MinorOverClaim", ["Conflict", "Conflict"]),
    ([("A", 60, 0), ("B", 45, 0)], "MinorOverClaim", ["Conflict", "Conflict"]),
    ([("A", 60, 0), ("B", "45.01", 0)], "MajorOverClaim", ["Conflict", "Conflict"]),
    ([("A", 100, 0), ("B", 0, 100)], "CompleteClaim", ["NoConflict", "NoConflict"]),
    ([("A", 100, 0), ("B", 1, 0), ("C", 0, 100)], "MinorOverClaim", ["Conflict", "Conflict", "NoConflict"]),
    ([("A", 101, 0)], "IncompleteClaim", ["DataInconsistent"]),
    ([("A", -1, 0), ("B", 100, 0)], "CompleteClaim", ["DataInconsistent", "NoConflict"]),
]


@pytest.mark.parametrize(("claims", "status", "statuses"), STATUSES)
def test_how_claims_stand(
    dsr: SimpleNamespace, claims: list[tuple[str, Any, Any]], status: str, statuses: list[str]
) -> None:
    judgement = judged(dsr, *(make(dsr, sender, mech, perf) for sender, mech, perf in claims))
    assert judgement.status == status
    assert list(judgement.statuses) == statuses


def test_unmatched_claims_are_incomplete_and_wait(dsr: SimpleNamespace) -> None:
    unmatched = make(dsr, "B", basis=dsr.cdm.ClaimBasis.UNMATCHED, work_id="")
    judgement = judged(dsr, make(dsr, "A", 60, 0), unmatched)
    assert judgement.status == "IncompleteClaim"
    assert list(judgement.statuses) == ["NoConflict", "PendingReview"]
    assert judged(dsr, make(dsr, "A", 100, 0), unmatched).status == "CompleteClaim"


def test_an_unmatched_claim_has_no_share_and_adds_none(dsr: SimpleNamespace) -> None:
    wrong = make(dsr, "B", 50, 0, basis=dsr.cdm.ClaimBasis.UNMATCHED, work_id="")
    judgement = judged(dsr, make(dsr, "A", 100, 0), wrong)
    assert judgement.status == "CompleteClaim"
    assert list(judgement.statuses) == ["NoConflict", "DataInconsistent"]
    assert not judgement.overclaims


def test_one_licensor_that_claims_too_much_conflicts_with_nobody(dsr: SimpleNamespace) -> None:
    claims = [make(dsr, "A", 60, 0), make(dsr, "A", 60, 0, claim_id="2"), make(dsr, "B", 30, 0)]
    judgement = judged(dsr, *claims)
    assert judgement.status == "MajorOverClaim"
    assert list(judgement.statuses) == ["DataInconsistent", "DataInconsistent", "NoConflict"]
    assert not judgement.overclaims
    assert {each.kind for each in judgement.inconsistencies} == {"Overclaim"}


def test_blended_shares_are_a_right_of_their_own(dsr: SimpleNamespace) -> None:
    judgement = judged(dsr, make(dsr, "A", blended=70), make(dsr, "B", blended=40))
    assert judgement.status == "MajorOverClaim"
    (over,) = judgement.overclaims
    assert (over.right, over.total) == (dsr.cdm.Right.BLENDED, Decimal(110))


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"transaction_id": "t2"}, "SalesTransactionId"),
        ({"resource_id": "78"}, "DspResourceId"),
        ({"isrc": "DEA012600002"}, "ResourceISRC"),
        ({"usages": Decimal(13)}, "Usages"),
        ({"territory": "FR"}, "Territory"),
        ({"total": Decimal("0.31")}, "ClaimedAmount"),
        ({"mech": Decimal("100.1")}, "ShareClaimedMechanical"),
    ],
)
def test_a_claim_that_is_not_as_reported(dsr: SimpleNamespace, change: dict[str, Any], cell: str) -> None:
    judgement = judged(dsr, make(dsr, "A", **({"mech": 100} | change)))
    assert [each.cell for each in judgement.inconsistencies] == [cell]
    assert list(judgement.statuses) == ["DataInconsistent"]


@pytest.mark.parametrize(
    "change", [{"isrc": ""}, {"usages": None}, {"transaction_id": "", "usages": Decimal(5)}]
)
def test_what_a_claim_does_not_say_is_not_held_against_it(
    dsr: SimpleNamespace, change: dict[str, Any]
) -> None:
    assert judged(dsr, make(dsr, "A", 100, 0, **change)).inconsistencies == ()


def test_claims_in_other_territories_do_not_meet(dsr: SimpleNamespace) -> None:
    claims = [make(dsr, "A", 100, transaction_id=""), make(dsr, "B", 100, transaction_id="", territory="FR")]
    assert [each.status for each in dsr.cdm.judge(claims, sold(dsr))] == ["CompleteClaim", "CompleteClaim"]


SHARES = st.decimals(-5, 120, places=2)
# A fault that is found is not made small: the gate on seeded faults finds many.
QUICK = settings(deadline=None, max_examples=60, phases=(Phase.explicit, Phase.reuse, Phase.generate))


@QUICK
@given(data=st.data())
def test_the_order_of_claims_decides_nothing(dsr: SimpleNamespace, data: Any) -> None:
    many = data.draw(st.lists(st.tuples(st.sampled_from("ABC"), SHARES, SHARES), min_size=1, max_size=5))
    claims = [make(dsr, who, mech, perf, claim_id=str(n)) for n, (who, mech, perf) in enumerate(many)]
    mixed = data.draw(st.permutations(claims))
    assert judged(dsr, *claims) == judged(dsr, *mixed)


@QUICK
@given(data=st.data())
def test_who_conflicts_is_part_of_more_than_the_whole(dsr: SimpleNamespace, data: Any) -> None:
    many = data.draw(st.lists(st.tuples(st.sampled_from("ABC"), SHARES), min_size=1, max_size=5))
    claims = [make(dsr, who, mech, claim_id=str(n)) for n, (who, mech) in enumerate(many)]
    judgement = judged(dsr, *claims)
    for over in judgement.overclaims:
        assert over.total > 100
        assert over.total == sum(claim.shares[over.right] for claim in over.claims)
        assert len({claim.message.sender_id for claim in over.claims}) > 1
    if not judgement.overclaims:
        assert "Conflict" not in judgement.statuses


def answer(dsr: SimpleNamespace) -> Any:
    return dsr.cdm.Answer(
        message_id="a1",
        created=datetime(2026, 12, 21, tzinfo=UTC),
        sender=dsr.reports.Party("PADPIDA2026112801A", "Akkord"),
        service="plus",
        territory="DE",
        first=date(2026, 11, 1),
        last=date(2026, 11, 30),
    )


def answered(dsr: SimpleNamespace, *claims: Any) -> dict[str, list[list[str]]]:
    judgements = list(dsr.cdm.judge(claims, sold(dsr)))
    return {
        file.name: [line.decode().rstrip("\n").split("\t") for line in file.lines if line[:1] != b"#"]
        for file in dsr.cdm.answers(answer(dsr), judgements)
    }


def test_every_licensor_in_an_overclaim_is_told_of_all_its_parts(dsr: SimpleNamespace) -> None:
    files = answered(dsr, make(dsr, "A", 60, 10), make(dsr, "B", 50, 10), make(dsr, "C", 0, 80))
    assert sorted(files) == [
        f"OverclaimDiscrepancies_PADPIDA{who}_PADPIDA2026112801A_plus_2026-11_DE_20261221T000000.tsv"
        for who in "AB"
    ]
    for name, rows in files.items():
        who = name.split("PADPIDA")[1][0]
        assert [row[0] for row in rows] == ["CDMH.01", "CDS1.01", "CDD2.01", "CDD3.01", "CDD3.01", "SRFO"]
        assert rows[0][6] == f"c{who}"
        assert rows[1][1:4] == ["1", "Overclaim", "1"]
        assert [row[8 - 1] for row in rows[3:5]] == ["60", "50"]


def test_a_licensor_is_told_what_is_wrong_with_its_own_claims(dsr: SimpleNamespace) -> None:
    claims = [
        make(dsr, "A", 40, usages=Decimal(13)),
        make(dsr, "A", 40, claim_id="2", total=Decimal(9)),
        make(dsr, "B", 20),
    ]
    ((name, rows),) = answered(dsr, *claims).items()
    assert name.startswith("DataDiscrepancies_PADPIDAA_")
    assert [row[0] for row in rows] == ["CDMH.01", "CDS1.01", "CDS1.01", "CDD1", "CDD1", "SRFO"]
    assert [row[2] for row in rows[1:3]] == ["SalesDataIncorrect", "UserDefined AmountsDiffer"]
    assert rows[3][2:8] == ["1", "1", "SalesDataIncorrect", "CD01.01", "other uses were reported", "Usages"]
    assert rows[3][9:11] == ["12", "13"]
    assert rows[-1][1:] == [str(len(rows) + 2), "2"]


def test_claims_without_discrepancies_are_not_answered(dsr: SimpleNamespace) -> None:
    assert answered(dsr, make(dsr, "A", 60), make(dsr, "B", 40)) == {}


@QUICK
@given(data=st.data())
def test_answers_name_every_claim_that_is_not_in_order(dsr: SimpleNamespace, data: Any) -> None:
    many = data.draw(st.lists(st.tuples(st.sampled_from("ABC"), SHARES), min_size=1, max_size=5))
    claims = [make(dsr, who, mech, claim_id=f"k{n}") for n, (who, mech) in enumerate(many)]
    judgement = judged(dsr, *claims)
    named = {
        cell
        for rows in answered(dsr, *claims).values()
        for row in rows
        for cell in row
        if row[0] in ("CDD1", "CDD3.01") and cell.startswith("k")
    }
    troubled = {
        claim.claim_id
        for claim, status in zip(judgement.claims, judgement.statuses, strict=True)
        if status in ("Conflict", "DataInconsistent")
    }
    assert troubled <= named
