"""What delivered messages license, beside what stands: what is to be stated, and what is to be withdrawn.

The whole word of a label about a release is worked out anew from all its messages (catalogue.ern.timeline);
what already stands and is still said is left as it is. Rows name their message in `source`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from akkord.catalogue import queries as catalogue
from akkord.catalogue.ern.timeline import is_about, timeline
from akkord.catalogue.models import ReleaseMessage

from . import facts_in_tables as tables
from .models import Licence, Policy
from .rules import facts as law
from .rules.delivered import Permission, Statement, statements
from .terms import RecordingId
from .territories import TerritorySet

Row = Licence | Policy
Content = tuple[Any, ...]


@dataclass(frozen=True)
class Change:
    """What a message changes: facts to state, and rows that are said no more."""

    state: list[Statement]
    withdraw: list[Row]


def source_of(message: int | str) -> str:
    """How a fact names the message it was read from."""
    return f"message {message}"


def change_by(message: ReleaseMessage, now: datetime, *, foreseen: bool = False) -> Change:
    """What follows from a message at this instant.

    `foreseen`: it is not accepted yet; recordings it would catalogue are given numbers below zero.
    """
    said = catalogue.whole_message(message)
    main, other = ([catalogue.hashed(key) for key in keys] for keys in is_about(said))
    touched = catalogue.touched_by(message, main, other)
    deciding = catalogue.messages_by_ids(touched.deciding | {message.pk})  # in the order they came
    heard = [said if each == message else catalogue.whole_message(each) for each in deciding]
    changed = {str(each) for each in touched.changed}
    licences = [each for each in timeline(heard, settings.DPID) if each.message in changed]
    codes = {one.canonical for each in licences for one in each.recordings if one.kind == "ISRC"}
    known = {code: RecordingId(row.pk) for code, row in catalogue.recordings_by_isrcs(codes).items()}
    if foreseen:
        known |= {code: RecordingId(-n) for n, code in enumerate(sorted(codes - known.keys()), start=1)}
    return _beside_what_stands(statements(licences, known, now), touched.changed, message.organisation_id)


def _beside_what_stands(wanted: Iterable[Statement], messages: Iterable[int], organisation: int) -> Change:
    """What is said and does not stand, what stands and is not said."""
    sources = [source_of(each) for each in messages]
    rows: list[Row] = [
        *Licence.objects.filter(licensor_id=organisation, withdrawn_at=None, source__in=sources),
        *Policy.objects.filter(owner_id=organisation, withdrawn_at=None, source__in=sources),
    ]
    standing: dict[Content, Row] = {_content(row): row for row in rows}
    said = {_content(as_row(each)): each for each in wanted}
    return Change(
        [each for content, each in said.items() if content not in standing],
        [row for content, row in standing.items() if content not in said],
    )


def territories_of(statement: Statement) -> TerritorySet:
    where = statement.territories
    return TerritorySet.worldwide(where.codes) if where.excluding else TerritorySet.of(*where.codes)


def rule_of(statement: Statement) -> law.PolicyRule:
    """The rule of a wish. Raises TypeError for a permission, which has none."""
    wish = statement.said
    if isinstance(wish, Permission):
        raise TypeError(wish)
    bands = wish.bands
    return law.PolicyRule(
        law.Condition(
            territories_of(statement), bands.matched_ms, bands.percent_of_file, bands.percent_of_reference
        ),
        wish.action,
    )


def as_row(each: Statement) -> Row:
    """The row that would state it, not saved: without organisation, person, dates of recording and line."""
    columns: dict[str, Any] = {
        "territory": tables.write_territories(territories_of(each)),
        "starts": each.starts,
        "ends": each.ends,
        "recordings": sorted(each.recordings),
        "source": source_of(each.message),
    }
    if isinstance(each.said, Permission):
        said = each.said
        return Licence(
            uses=tables.words_of(said.uses), commercial_models=tables.words_of(said.models), **columns
        )
    return Policy(rules=[tables.stored_rule(rule_of(each))], **columns)


def _content(row: Row) -> Content:
    """What a row says, to be compared."""
    words: Any = (row.uses, row.commercial_models) if isinstance(row, Licence) else row.rules
    return repr(words), row.territory, row.starts, row.ends, tuple(row.recordings)
