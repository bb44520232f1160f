"""What a released claim frees: one sound, as far as its claimant laid or demanded what silences it.

A word takes back: the claimant's notices over the sound are lifted, and a match that is its own affair alone
is withdrawn. Silence says nothing about the match: the notices are lifted, and the one file is cleared of the
claim (rights.rules: a grant to a file), so that courts', authorities' and other parties' blocks, and
stay-downs nobody has taken back, silence it as before, and so does what is ordered of the recording later.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from akkord.catalogue import queries as catalogue
from akkord.flow import clock, jobs
from akkord.ledger.rules import Actor
from akkord.music import actions as music_actions
from akkord.music import queries as music
from akkord.rights import actions as rights
from akkord.rights import queries as facts
from akkord.rights.actions.lines import actor_of_organisation
from akkord.rights.terms import BlockKind, ScopeKind
from akkord.rights.territories import TerritorySet

from . import queries
from .law import lawful
from .law.terms import Party
from .models import Proceeding, Strike
from .stay_down import forget

if TYPE_CHECKING:
    from akkord.rights.models import Block


# What a claimant lays on its own word, and so can take back for one sound.
_ITS_OWN = frozenset({BlockKind.STAYDOWN.value, BlockKind.NOTICE.value, BlockKind.OWNER_POLICY.value})


def release_claim(found: Proceeding, actor: Actor, by: Party) -> None:
    """Free the sound of a claim, in the transaction of the step that released it. Twice is once."""
    assert found.organisation is not None  # a claim is somebody's
    owner, sound = found.organisation, sound_of(found)
    if by == Party.CLAIMANT:
        actor = actor_of_organisation(owner)
    if notices := queries.notices_on(owner.pk, sound):
        rights.lift_by_law(notices, actor=actor)
        forget_listed(notices)
    Strike.objects.filter(upload=found.upload, block__claimant=owner, lifted_at=None).update(
        lifted_at=clock.now()
    )
    held = own_recordings(owner.pk, sound)
    right = by == Party.CLOCK or found.facts.get("flagged")  # silence and a lawful use leave the match be
    meaningless = [] if right else [r for r in held if _nobody_elses(r, owner.pk)]
    if meaningless:
        music_actions.withdraw_matches(meaningless, sound)
    if cleared := sorted(set(held) - set(meaningless)):
        rights.clear_file(owner.pk, sound, cleared, actor=actor, source=f"proceeding {found.pk}")


def let_pass(found: Proceeding, actor: Actor) -> None:
    """A use that was declared lawful is heard, where the law wants that, until a person has decided."""
    assert found.organisation is not None
    owner, sound = found.organisation, sound_of(found)
    rights.clear_file(
        owner.pk,
        sound,
        own_recordings(owner.pk, sound),
        actor=actor,
        source=f"review {found.pk}",
        territories=TerritorySet.of(*lawful.HEARD_MEANWHILE_IN),
    )


def end_pass(found: Proceeding, actor: Actor) -> None:
    """What was let pass, or was found lawful and is so no longer, is silent where nothing else permits it."""
    for source in (f"review {found.pk}", f"proceeding {found.pk}"):
        rights.end_clearing(sound_of(found), actor=actor, source=source)


def deny_use(found: Proceeding, actor: Actor) -> None:
    """What the uploader declared lawful softens nothing any more."""
    assert found.upload_id is not None
    music_actions.deny_lawful_use(found.upload_id)


def sound_of(claim: Proceeding) -> int:
    """The sound a claim is on; its upload was decided, so there is one."""
    assert claim.upload is not None
    assert claim.upload.sound_id is not None
    return claim.upload.sound_id


def forget_listed(lifted: "Sequence[Block]") -> None:
    """What a notice only listed is nobody's recording: once it is lifted, its matches must not hold files."""
    notices = [b for b in lifted if b.kind == BlockKind.NOTICE.value]
    listed = [b.scope_id for b in notices if b.scope == ScopeKind.RECORDING.value]
    if listed:
        music_actions.withdraw_matches(listed)
        jobs.put(forget, [listed], {})  # not here: the ear cannot take back what a rollback undoes


def own_recordings(owner: int, sound: int) -> list[int]:
    """Recordings heard in the sound in which the claimant has a proven share, or that it delivered."""
    matched = list(music.standing_matches().filter(sound_id=sound).values_list("recording_id", flat=True))
    known, owners = catalogue.recordings_by_ids(matched), facts.proven_owners(matched)
    return [r for r in matched if known[r].organisation_id == owner or owner in owners.get(r, ())]


def _nobody_elses(recording: int, owner: int) -> bool:
    """Whether the match matters to the claimant alone: no other owner, and no block but its own."""
    others = facts.proven_owners([recording]).get(recording, set()) - {owner}
    blocks = facts.blocks_on(ScopeKind.RECORDING, recording)
    return not others and all(b.claimant_id == owner and b.kind in _ITS_OWN for b in blocks)
