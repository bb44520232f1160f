"""Between the tables and the law: each row as the fact it states, each fact as the columns of its row.

The one place that knows how territories, fractions, periods and repertoires are written. Reading trusts that
the row was written here, but never guesses: what cannot be read raises ImpossibleFact, UnknownTerritory or
ValueError, and whoever asked holds the sound (fail closed).
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from . import models, terms
from .rules import facts as law
from .rules.answers import Span
from .territories import TerritorySet

# --- the parts facts are made of ---------------------------------------------------------------------


@lru_cache(maxsize=4096)
def read_territories(text: str) -> TerritorySet:
    """What `write_territories` wrote. A country that has ceased to exist is still read."""
    words = text.split()
    if words[:1] == ["Worldwide"]:
        return TerritorySet.worldwide(word.removeprefix("-") for word in words[1:])
    return TerritorySet.of(*words)


def write_territories(territories: TerritorySet) -> str:
    """ "Worldwide", "Worldwide -DE", "DE FR"; raises ValueError for what no fact can state (ZZ by name)."""
    text = str(territories)
    if read_territories(text) != territories:
        raise ValueError(text)
    return text


def period_of(row: models.Fact) -> law.Period:
    return law.Period(row.starts, row.ends)


def read_repertoire(row: models.Repertoire) -> law.Repertoire:
    return law.Repertoire(
        row.catalogue,
        frozenset(terms.RecordingId(n) for n in row.recordings),
        frozenset(terms.ReleaseId(n) for n in row.releases),
    )


def write_repertoire(repertoire: law.Repertoire) -> dict[str, Any]:
    return {
        "catalogue": repertoire.catalogue,
        "recordings": sorted(repertoire.recordings),
        "releases": sorted(repertoire.releases),
    }


def words_of(values: Iterable[str]) -> list[str]:
    """A set of words in one order, as the columns keep it."""
    return sorted(str(value) for value in values)


def stored_rule(rule: law.PolicyRule) -> dict[str, Any]:
    """One line of a policy as JSON: bands are [at_least, below or null], a segment [from, to] if there."""
    condition = rule.condition
    return {
        "action": rule.action.value,
        "territory": write_territories(condition.territories),
        "matched_ms": _stored_band(condition.matched_ms),
        "percent_of_file": _stored_band(condition.percent_of_file),
        "percent_of_reference": _stored_band(condition.percent_of_reference),
        **({"segment": list(condition.segment)} if condition.segment else {}),
    }


def read_rule(stored: Mapping[str, Any]) -> law.PolicyRule:
    condition = law.Condition(
        read_territories(stored["territory"]),
        law.Band(*stored["matched_ms"]),
        law.Band(*stored["percent_of_file"]),
        law.Band(*stored["percent_of_reference"]),
        Span(*stored["segment"]) if "segment" in stored else None,
    )
    return law.PolicyRule(condition, terms.Action(stored["action"]))


LAST_MS = 24 * 3600 * 1000  # of any recording: a segment without an end


def segment_of(from_second: int | None, to_second: int | None) -> Span | None:
    """The stretch of a recording that a condition names, given in whole seconds; None when it names none."""
    if from_second is None and to_second is None:
        return None
    return Span((from_second or 0) * 1000, LAST_MS if to_second is None else to_second * 1000)


def _stored_band(band: law.Band) -> list[int | None]:
    return [band.at_least, band.below]


def _told(row: models.Fact) -> dict[str, Any]:
    """What every fact says of itself."""
    return {"recorded_at": row.recorded_at, "withdrawn_at": row.withdrawn_at, "source": row.source}


# --- rows as facts -----------------------------------------------------------------------------------


def ownership(row: models.Ownership) -> law.Ownership:
    return law.Ownership(
        id=terms.OwnershipId(row.pk),
        recording=terms.RecordingId(row.recording_id),
        party=terms.PartyId(row.party_id),
        share=Fraction(row.share),
        standing=terms.Standing(row.standing),
        right=terms.Right(row.right),
        territories=read_territories(row.territory),
        valid=period_of(row),
        **_told(row),
    )


def licence(row: models.Licence) -> law.Licence:
    mix = None
    if row.mix_shortest_ms is not None and row.mix_most_recordings is not None:
        mix = law.MixTerms(row.mix_shortest_ms, row.mix_most_recordings)
    return law.Licence(
        id=terms.LicenceId(row.pk),
        licensor=terms.PartyId(row.licensor_id),
        repertoire=read_repertoire(row),
        uses=frozenset(terms.UseType(use) for use in row.uses),
        models=frozenset(terms.CommercialModel(model) for model in row.commercial_models),
        territories=read_territories(row.territory),
        mix=mix,
        valid=period_of(row),
        **_told(row),
    )


def policy(row: models.Policy) -> law.Policy:
    return law.Policy(
        id=terms.PolicyId(row.pk),
        owner=terms.PartyId(row.owner_id),
        repertoire=read_repertoire(row),
        rules=tuple(read_rule(stored) for stored in row.rules),
        valid=period_of(row),
        **_told(row),
    )


def grant(row: models.Grant) -> law.Grant:
    return law.Grant(
        id=terms.GrantId(row.pk),
        owner=terms.PartyId(row.owner_id),
        to=terms.AccountId(row.account_id) if row.account_id is not None else None,
        group=terms.GroupId(row.group_id) if row.group_id is not None else None,
        file=terms.FileId(row.sound_id) if row.sound_id is not None else None,
        repertoire=read_repertoire(row),
        territories=read_territories(row.territory),
        uses=frozenset(terms.Use(use) for use in row.uses),
        valid=period_of(row),
        **_told(row),
    )


def free(row: models.Free) -> law.Free:
    return law.Free(
        id=terms.FreeId(row.pk),
        recording=terms.RecordingId(row.recording_id),
        ground=terms.Ground(row.ground),
        territories=read_territories(row.territory),
        valid=period_of(row),
        **_told(row),
    )


def block(row: models.Block) -> law.Block:
    return law.Block(
        id=terms.BlockId(row.pk),
        kind=terms.BlockKind(row.kind),
        scope=terms.Scope(terms.ScopeKind(row.scope), row.scope_id),
        territories=read_territories(row.territory),
        uses=frozenset(terms.Use(use) for use in row.uses),
        state=terms.BlockState(row.state),
        case=terms.CaseId(row.case) if row.case is not None else None,
        claimant=terms.PartyId(row.claimant_id) if row.claimant_id is not None else None,
        authority=row.authority or None,
        valid=period_of(row),
        **_told(row),
    )


def same_sound(row: models.SameSound) -> law.SameSound:
    return law.SameSound(
        id=terms.SameSoundId(row.pk),
        one=terms.RecordingId(row.one_id),
        other=terms.RecordingId(row.other_id),
        segments=read_segments(row.segments),
        one_ms=max(1, row.one_ms),
        other_ms=max(1, row.other_ms),
        merged=row.state == models.SameSound.State.MERGED,
        **_told(row),
    )


def read_segments(stored: Iterable[Mapping[str, float]]) -> tuple[law.Segment, ...]:
    """Stretches the ear lined up, in seconds, as whole milliseconds."""
    return tuple(
        law.Segment(
            f0=round(s["f0"] * 1000),
            f1=max(round(s["f0"] * 1000) + 1, round(s["f1"] * 1000)),
            r0=round(s["r0"] * 1000),
            r1=max(round(s["r0"] * 1000) + 1, round(s["r1"] * 1000)),
            score=s.get("score", 1.0),
        )
        for s in stored
    )


# --- facts nobody has stated yet ---------------------------------------------------------------------

Proposed = law.Licence | law.Policy


def write_proposed(fact: Proposed) -> dict[str, Any]:
    """A licence or policy somebody thinks of stating, as JSON; its number and days of record are left out."""
    said = {
        "starts": _instant(fact.valid.start),
        "ends": _instant(fact.valid.end),
        "source": fact.source,
        **write_repertoire(fact.repertoire),
    }
    if isinstance(fact, law.Policy):
        return said | {"owner": fact.owner, "rules": [stored_rule(rule) for rule in fact.rules]}
    return said | {
        "licensor": fact.licensor,
        "uses": words_of(fact.uses),
        "models": words_of(fact.models),
        "territory": write_territories(fact.territories),
    }


def read_proposed(said: Mapping[str, Any], at: datetime) -> Proposed:
    """What `write_proposed` wrote, as a fact of number 0 recorded `at`."""
    common: dict[str, Any] = {
        "repertoire": law.Repertoire(
            said["catalogue"],
            frozenset(terms.RecordingId(n) for n in said["recordings"]),
            frozenset(terms.ReleaseId(n) for n in said["releases"]),
        ),
        "valid": law.Period(_read_instant(said["starts"]), _read_instant(said["ends"])),
        "recorded_at": at,
        "source": said["source"],
    }
    if "rules" in said:
        rules = tuple(read_rule(rule) for rule in said["rules"])
        return law.Policy(id=terms.PolicyId(0), owner=terms.PartyId(said["owner"]), rules=rules, **common)
    return law.Licence(
        id=terms.LicenceId(0),
        licensor=terms.PartyId(said["licensor"]),
        uses=frozenset(terms.UseType(use) for use in said["uses"]),
        models=frozenset(terms.CommercialModel(model) for model in said["models"]),
        territories=read_territories(said["territory"]),
        **common,
    )


# --- what a row says to the ledger -------------------------------------------------------------------


def content_of(row: models.Fact) -> dict[str, Any]:
    """The exact restrictive content of a row: committed to by its line, and compared with it by the audit.

    Made from the columns alone, so the audit sees whatever was changed in them.
    """
    said: dict[str, Any] = {
        "fact": row._meta.model_name,
        "territory": row.territory,
        "starts": _instant(row.starts),
        "ends": _instant(row.ends),
    }
    if isinstance(row, models.Repertoire):
        said |= {"catalogue": row.catalogue, "recordings": row.recordings, "releases": row.releases}
    return said | _own_content(row)


def withdrawal_of(row: models.Fact) -> dict[str, Any]:
    """The content of a line that takes a row back."""
    return content_of(row) | {"withdrawn": True}


def _own_content(row: models.Fact) -> dict[str, Any]:
    names: tuple[str, ...]
    match row:
        case models.Ownership():
            names = ("recording_id", "party_id", "right", "share", "standing")
        case models.Licence():
            names = (
                "licensor_id",
                "uses",
                "commercial_models",
                "mix_shortest_ms",
                "mix_most_recordings",
                "terms",
            )
        case models.Policy():
            names = ("owner_id", "rules")
        case models.Grant():
            names = ("owner_id", "account_id", "group_id", "uses")
            if row.sound_id is not None:  # lines of grants to people were committed to without it
                names += ("sound_id",)
        case models.SameSound():
            names = ("one_id", "other_id", "state")
        case models.Free():
            names = ("recording_id", "ground")
        case models.Block():
            names = ("kind", "scope", "scope_id", "uses", "state", "claimant_id", "authority", "case")
            if row.law:  # lines of blocks without one were committed to without it
                names += ("law",)
        case _:
            raise TypeError(row)
    return {name: getattr(row, name) for name in names}


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).isoformat(timespec="microseconds")


def _read_instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
