"""Who decides what about what, for how long; who answers an appeal; which rules hold when."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from care_world import A_MOMENT, AUTHOR, NOON, REPORTER, STAFF, wrong

MEASURES = ("nothing", "hide", "limit", "suspend")


@pytest.mark.parametrize(
    ("role", "power", "has"),
    [
        *(("triage", power, True) for power in ("look", "dismiss", "escalate")),
        *(("triage", power, False) for power in ("restrict", "answer", "appoint", "audit")),
        *(("moderator", power, True) for power in ("look", "dismiss", "escalate", "restrict", "answer")),
        *(("moderator", power, False) for power in ("appoint", "audit")),
        *(("admin", power, True) for power in ("look", "dismiss", "escalate", "restrict", "answer")),
        *(("admin", power, True) for power in ("appoint", "audit")),
    ],
)
def test_each_role_reaches_as_far_as_its_table_says(
    law: SimpleNamespace, role: str, power: str, has: bool
) -> None:
    assert law.may(law.Role(role), law.Power(power)) is has
    assert not law.may(None, law.Power(power))


@pytest.mark.parametrize("measure", MEASURES)
def test_triage_dismisses_and_never_restricts_and_members_do_neither(
    law: SimpleNamespace, measure: str
) -> None:
    assert wrong(law, measure) is None
    assert wrong(law, measure, role="admin") is None
    assert wrong(law, measure, role="triage") == (None if measure == "nothing" else "role")
    assert wrong(law, measure, role=None) == "role"


@pytest.mark.parametrize("measure", MEASURES)
def test_nobody_decides_about_themselves_or_on_their_own_report(law: SimpleNamespace, measure: str) -> None:
    assert wrong(law, measure, staff=AUTHOR) == "own"
    assert wrong(law, measure, staff=REPORTER) == "own"
    assert wrong(law, measure, staff=9, authors=frozenset({9})) == "own"


def test_only_admins_restrict_the_staff_and_nobody_the_last_operator(law: SimpleNamespace) -> None:
    for measure in MEASURES:
        person = measure in ("limit", "suspend")
        assert wrong(law, measure, of_staff=True) == ("role" if person else None)
        assert wrong(law, measure, of_staff=True, role="admin") is None
        last = wrong(law, measure, of_staff=True, last_operator=True, role="admin")
        assert last == ("last" if person else None)


@pytest.mark.parametrize(
    ("thing", "hidden"),
    [
        ("post", True),
        ("comment", True),
        ("track", True),
        ("person", False),
        ("group", False),
        ("messages", False),
    ],
)
def test_what_can_be_hidden_is_hidden_and_accounts_are_restrained(
    law: SimpleNamespace, thing: str, hidden: bool
) -> None:
    assert wrong(law, "hide", thing=thing) == (None if hidden else "measure")
    for measure in ("nothing", "limit", "suspend"):
        assert wrong(law, measure, thing=thing) is None


@pytest.mark.parametrize(
    ("measure", "days", "why"),
    [
        ("nothing", None, None),
        ("hide", None, None),
        ("hide", 7, "term"),
        *(("limit", days, None) for days in (1, 7, 30)),
        *(("limit", days, "term") for days in (0, 2, 180, None)),
        *(("suspend", days, None) for days in (3, 7, 30, 180)),
        *(("suspend", days, "term") for days in (-3, 1, 3650, None)),
    ],
)
def test_terms_are_those_of_the_table_and_nothing_is_for_ever(
    law: SimpleNamespace, measure: str, days: int | None, why: str | None
) -> None:
    assert wrong(law, measure, days=days) == why


def test_whatever_restricts_names_a_rule_and_an_account_there_is(law: SimpleNamespace) -> None:
    for measure in ("hide", "limit", "suspend"):
        assert wrong(law, measure, rule_known=False) == "rule"
    assert wrong(law, "nothing", rule_known=False) is None
    assert wrong(law, "hide", whose=None) is None
    assert wrong(law, "limit", whose=None) == wrong(law, "suspend", whose=None) == "nobody"


def test_an_appeal_is_taken_once_for_six_months_against_what_restricts(law: SimpleNamespace) -> None:
    end = law.appeal_until(NOON)
    assert end >= NOON + timedelta(days=184)

    def may(measure: str = "hide", at: object = NOON, appealed: bool = False, lifted: bool = False) -> bool:
        found: bool = law.may_appeal(law.Measure(measure), NOON, at, appealed=appealed, lifted=lifted)
        return found

    assert may()
    assert may("limit", end - A_MOMENT)
    assert not may(at=end)
    assert not may(at=NOON - A_MOMENT)
    assert not may("nothing")
    assert not may(appealed=True)
    assert not may(lifted=True)


def test_an_appeal_goes_to_another_person_of_the_staff(law: SimpleNamespace) -> None:
    def may(staff: int, role: str = "moderator") -> bool:
        found: bool = law.may_answer(
            law.Role(role), staff, decided_by=STAFF, whose=AUTHOR, reporters=[REPORTER], authors=[8]
        )
        return found

    assert may(9)
    assert may(9, "admin")
    assert not may(9, "triage")
    for concerned in (STAFF, AUTHOR, REPORTER, 8):
        assert not may(concerned)


def test_each_rule_stands_as_it_was_entered_last_and_keeps_what_it_said_before(law: SimpleNamespace) -> None:
    first = law.house.HOUSE[0]
    changed = law.Rule(first.name, date(2027, 1, 1), first.about, first.title, {"en": "Other words."})
    over = law.Rule(first.name, date(2028, 1, 1), first.about, first.title, first.text, date(2028, 1, 1))
    before, law.house.HOUSE = law.house.HOUSE, (over, changed, *law.house.HOUSE)
    try:
        text = {rule.name: rule for rule in law.rules_at(date(2026, 12, 31))}
        assert text[first.name] == first
        assert {r.name: r for r in law.rules_at(date(2027, 1, 1))}[first.name] == changed
        assert first.name not in {r.name for r in law.rules_at(date(2028, 1, 1))}
        assert law.rule_as_it_stood(first.name, first.since) == first
        with pytest.raises(LookupError):
            law.rule_as_it_stood(first.name, date(2025, 1, 1))
    finally:
        law.house.HOUSE = before
    assert not law.rules_at(date(2025, 12, 31))


def test_rules_are_named_once_fit_the_log_and_are_said_in_every_language(law: SimpleNamespace) -> None:
    names = [(rule.name, rule.since) for rule in law.HOUSE]
    assert len(names) == len(set(names))
    for rule in law.HOUSE:
        assert rule.name.isalpha()
        assert rule.name.isascii()
        for language in ("en", "ru"):
            title, text = rule.said(language)
            assert title
            assert text.endswith(".")
        assert rule.said("xx") == rule.said("en") != rule.said("ru")
    for thing in law.Thing:
        assert law.rules_for(thing, NOON.date())
    assert "private" not in {rule.name for rule in law.rules_for(law.Thing("track"), NOON.date())}
