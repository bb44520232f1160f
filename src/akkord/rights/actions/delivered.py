"""A delivered message takes effect: what it licenses is stated, what it says no more is withdrawn."""

from django.db import transaction

from akkord.catalogue.models import ReleaseMessage
from akkord.flow import clock
from akkord.rights import delivered
from akkord.rights.models import Licence
from akkord.rights.queries import hold_facts
from akkord.rights.rules import facts as law
from akkord.rights.rules.delivered import Permission, Statement

from .permissions import grant_licence, set_policy, withdraw_licence, withdraw_policy


@transaction.atomic
def license_by_message(message: ReleaseMessage) -> delivered.Change:
    """State the whole word of the label anew, in one transaction with the lines of the public log.

    Who accepted the message acts; raises NotRepresented, OutsideMandate when they may not go that far. Twice
    is once.
    """
    hold_facts()
    change = delivered.change_by(message, clock.now())
    for row in change.withdraw:
        if isinstance(row, Licence):
            withdraw_licence(message.person, row)
        else:
            withdraw_policy(message.person, row)
    for statement in change.state:
        _state(message, statement)
    return change


def _state(message: ReleaseMessage, statement: Statement) -> None:
    repertoire = law.Repertoire(recordings=statement.recordings)
    source = delivered.source_of(statement.message)
    if isinstance(statement.said, Permission):
        grant_licence(
            message.person,
            message.organisation,
            uses=statement.said.uses,
            models=statement.said.models,
            territories=delivered.territories_of(statement),
            repertoire=repertoire,
            starts=statement.starts,
            ends=statement.ends,
            source=source,
        )
    else:
        set_policy(
            message.person,
            message.organisation,
            rules=[delivered.rule_of(statement)],
            repertoire=repertoire,
            starts=statement.starts,
            ends=statement.ends,
            source=source,
        )
