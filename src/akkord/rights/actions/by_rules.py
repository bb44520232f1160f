"""Hiding what goes against the rules of the house, and showing it again.

Only `care` calls this: it asks who of the staff may decide, and keeps the decision. Blocks are laid and
lifted with their line, in the transaction of the decision.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from akkord.rights.models import Block
from akkord.rights.queries import hold_facts
from akkord.rights.terms import BlockKind, BlockState, Scope

from .forbidding import Wanted, _changed, _lay, _row, _withdraw
from .lines import STAFF, Basis

if TYPE_CHECKING:
    from akkord.people.models import Person


@transaction.atomic
def hide_by_rules(staff: "Person", scope: Scope, basis: Basis, content_date: date) -> Block:
    """Hide one thing from everybody but who made it."""
    hold_facts()
    wanted = Wanted(kind=BlockKind.SAFETY, scope=scope, content_date=content_date)
    return _lay([_row(staff, wanted, None)], [wanted], lambda _: STAFF, basis)[0]


@transaction.atomic
def show_again(number: int) -> None:
    """Lift what `hide_by_rules` laid. Twice is once."""
    hold_facts()
    known = Block.objects.select_for_update(of=("self",)).select_related("entry")
    row = known.get(pk=number, kind=BlockKind.SAFETY.value, state=BlockState.ACTIVE.value)
    if row.withdrawn_at is None:
        _withdraw([row], lambda _: STAFF)
        _changed([row])
