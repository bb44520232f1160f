"""Laws are dated: the same demand is answered differently on different days and in different places."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
from procedures_world import utc


@pytest.mark.parametrize(
    ("procedure", "country", "at", "subject", "answer"),
    [
        ("ru_court", "RU", "2014-04-03 09:00", "music", "DoesNotCover"),  # 187-FZ: films only
        ("ru_court", "RU", "2014-04-03 09:00", "film", "187-FZ"),
        ("ru_court", "RU", "2013-07-31 19:59", "film", "NotInForce"),
        ("ru_court", "RU", "2013-07-31 20:00", "film", "187-FZ"),  # 1 August in Moscow
        ("ru_court", "RU", "2015-04-30 20:59", "music", "DoesNotCover"),
        ("ru_court", "RU", "2015-04-30 21:00", "music", "364-FZ"),
        ("ru_court", "RU", "2015-05-02 09:00", "music", "364-FZ"),
        ("ru_court", "RU", "2015-05-02 09:00", "photograph", "DoesNotCover"),
        ("ru_court", "DE", "2015-05-02 09:00", "music", "NotThere"),
        ("ru_application", "RU", "2014-04-03 09:00", "music", "NotInForce"),
        ("ru_application", "RU", "2015-05-02 09:00", "music", "364-FZ"),
        ("dsa", "DE", "2024-02-16 22:59", "music", "NotInForce"),
        ("dsa", "DE", "2024-02-16 23:00", "post", "2022/2065"),
        ("dsa", "EU", "2024-03-01 00:00", "music", "2022/2065"),
        ("dsa", "US", "2024-03-01 00:00", "music", "NotThere"),
        ("dmca", "US", "1998-10-28 04:59", "music", "NotInForce"),
        ("dmca", "US", "1998-10-28 05:00", "music", "Public Law 105-304"),
        ("dmca", "US", "2014-04-03 05:00", "post", "DoesNotCover"),
        ("dmca", "RU", "2014-04-03 05:00", "music", "NotThere"),
        ("court", "RU", "2014-04-03 09:00", "music", "1"),
        ("demand", "RU", "2013-05-24 09:00", "community", "1"),
        ("demand", "XX", "2013-05-24 09:00", "community", "UnknownCalendar"),
        ("witchcraft", "DE", "2024-03-01 00:00", "music", "NoSuchProcedure"),
    ],
)
def test_what_answers_a_demand(
    law: SimpleNamespace, procedure: str, country: str, at: str, subject: str, answer: str
) -> None:
    def found() -> str:
        asked = law.terms.Subject(subject)
        return str(law.procedures.procedure_for(procedure, utc(at), country, asked).version)

    if hasattr(law.errors, answer):
        with pytest.raises(getattr(law.errors, answer)):
            found()
    else:
        assert found() == answer


def test_versions_of_a_law_follow_each_other_without_gap_or_overlap(law: SimpleNamespace) -> None:
    for procedure in law.procedures.PROCEDURES:
        versions = law.procedures.versions_of(procedure.id)
        for older, newer in pairwise(versions):
            assert older.valid_to == newer.valid_from
        assert versions[-1].valid_to is None
        assert law.procedures.version_of(procedure.id, procedure.version) == procedure


def test_every_form_a_law_names_is_there(law: SimpleNamespace) -> None:
    for procedure in law.procedures.PROCEDURES:
        if procedure.form:
            assert law.forms.form_of(procedure.form).elements
    with pytest.raises(law.errors.NoSuchProcedure):
        law.forms.form_of("nothing")


def test_every_clock_is_wired_to_its_table(law: SimpleNamespace) -> None:
    """A silence nobody's table knows would never be heard, and a window nobody keeps would never open."""
    for procedure in law.procedures.PROCEDURES:
        table = law.machines.TABLES[procedure.machine]
        events = {row.event for row in table.rows} | {table.opening.event}
        by_clock = {row.event for row in table.rows if law.terms.Party.CLOCK in row.actors}
        assert by_clock == {clock.silence for clock in procedure.clocks}
        assert {row.within for row in table.rows} - {""} <= {clock.name for clock in procedure.clocks}
        for clock in procedure.clocks:
            assert set(clock.starts) | set(clock.stops) <= events
            assert clock.least <= clock.most
            assert clock.source
