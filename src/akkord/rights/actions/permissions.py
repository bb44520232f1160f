"""What owners permit and want: licences, policies, grants, and their withdrawal."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction

from akkord.ledger.actions import write_line
from akkord.ledger.rules import Actor
from akkord.rights import errors, terms
from akkord.rights import facts_in_tables as tables
from akkord.rights.models import Grant, Licence, Policy
from akkord.rights.rules import facts as law
from akkord.rights.territories import NOWHERE, WORLDWIDE, TerritorySet

from . import lines
from .standing import acting_for
from .stating import about, changed, end, stated, take_back

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.people.models import Person

Row = TypeVar("Row", Licence, Policy, Grant)


@transaction.atomic
def grant_licence(
    person: "Person",
    organisation: "Organisation",
    *,
    uses: Iterable[terms.UseType],
    models: Iterable[terms.CommercialModel],
    territories: TerritorySet = WORLDWIDE,
    repertoire: law.Repertoire = law.CATALOGUE,
    starts: datetime | None = None,
    ends: datetime | None = None,
    mix: law.MixTerms | None = None,
    terms_id: str = "",
    source: str = "",
) -> Licence:
    """Permit uses of the organisation's repertoire, there and then.

    Raises NoUses, NoModels, NothingNamed, Nowhere, EndsBeforeStart besides those of standing.
    """
    row = Licence(
        licensor=organisation,
        uses=tables.words_of(uses),
        commercial_models=tables.words_of(models),
        mix_shortest_ms=mix.shortest_ms if mix else None,
        mix_most_recordings=mix.most_recordings if mix else None,
        terms=terms_id,
        **stated(person, territories, starts, ends, source),
        **about(repertoire),
    )
    if not row.uses:
        raise errors.NoUses
    if not row.commercial_models:
        raise errors.NoModels
    return _state(person, organisation, row, territories)


@transaction.atomic
def withdraw_licence(person: "Person", licence: Licence) -> Licence:
    """Take a licence back from now on; it silences what nothing else permits. Raises AlreadyWithdrawn."""
    return take_back(person, licence, licence.licensor_id)


@transaction.atomic
def end_licence(licence: Licence, actor: Actor) -> Licence:
    """End a licence by the terms it was given on, whoever acts by them. Raises AlreadyWithdrawn."""
    return end(licence, actor)


@transaction.atomic
def set_policy(
    person: "Person",
    organisation: "Organisation",
    *,
    rules: Sequence[law.PolicyRule],
    repertoire: law.Repertoire = law.CATALOGUE,
    starts: datetime | None = None,
    ends: datetime | None = None,
    source: str = "",
) -> Policy:
    """Say what is done with matches of the repertoire: block, or let pass and report.

    Raises NoRules, NothingNamed, Nowhere, EndsBeforeStart besides those of standing.
    """
    where = NOWHERE
    for rule in rules:
        where = where | rule.condition.territories
    if not rules:
        raise errors.NoRules
    row = Policy(
        owner=organisation,
        rules=[tables.stored_rule(rule) for rule in rules],
        **stated(person, where, starts, ends, source),
        **about(repertoire),
    )
    return _state(person, organisation, row, where)


@transaction.atomic
def withdraw_policy(person: "Person", policy: Policy) -> Policy:
    """Take a policy back; a mere block is lifted by it, leave to pass is ended. Raises AlreadyWithdrawn."""
    return take_back(person, policy, policy.owner_id)


@transaction.atomic
def grant(
    person: "Person",
    organisation: "Organisation",
    *,
    account: int | None = None,
    group: int | None = None,
    territories: TerritorySet = WORLDWIDE,
    uses: Iterable[terms.Use] = law.ALL_USES,
    repertoire: law.Repertoire = law.CATALOGUE,
    starts: datetime | None = None,
    ends: datetime | None = None,
    source: str = "",
) -> Grant:
    """Let one account or community use the repertoire, without pay (allow-list).

    Raises NotOneRecipient, NoUses, NothingNamed, Nowhere, EndsBeforeStart besides those of standing.
    """
    if (account is None) == (group is None):
        raise errors.NotOneRecipient
    row = Grant(
        owner=organisation,
        account_id=account,
        group_id=group,
        uses=tables.words_of(uses),
        **stated(person, territories, starts, ends, source),
        **about(repertoire),
    )
    if not row.uses:
        raise errors.NoUses
    return _state(person, organisation, row, territories)


@transaction.atomic
def withdraw_grant(person: "Person", given: Grant) -> Grant:
    """Take a grant back. Raises AlreadyWithdrawn."""
    return take_back(person, given, given.owner_id)


def _state(person: "Person", organisation: "Organisation", row: Row, territories: TerritorySet) -> Row:
    """Write a licence, policy or grant with its line."""
    named = None if row.catalogue or row.releases else row.recordings
    acting = acting_for(person, organisation.pk, territories, named)
    row.entry = write_line(lines.stating(row, lines.actor_of(acting)))
    row.save()
    changed(row)
    return row
