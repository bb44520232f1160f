"""Claiming a sound nobody knows, by evidence: the ear did not hear what it is, and a person shows it.

An accepted claim is a match found by hand. From then on the sound is asked about as any other; what it earned
in closed months follows with the next cycle of corrections, as a delta.
"""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from akkord.catalogue import queries as catalogue
from akkord.catalogue.roles import Duty
from akkord.flow import clock
from akkord.music import actions as music
from akkord.music import queries as musics
from akkord.rights import queries as rights
from akkord.royalties import queries, telling
from akkord.royalties.errors import AnsweredBefore, AskedBefore, KnownAlready, NotTheirRecording
from akkord.royalties.models import SoundClaim

from .said import words_of

if TYPE_CHECKING:
    from akkord.people.models import Person


def claim_sound(
    person: "Person", organisation_id: int, sound: int, recording_id: int, evidence: str
) -> SoundClaim:
    """Say that a sound money waits for is a recording of the organisation, and by what evidence.

    Raises NotRepresented, RoleTooNarrow, NoSuchRecording, NotTheirRecording, NotUnmatched, BadEntry,
    AskedBefore.
    """
    if not queries.reach_of(person, organisation_id, Duty.ACT).whole:
        raise catalogue.no_way(person.pk, organisation_id, clock.now())
    recording = catalogue.recording_by_number(recording_id)
    owned = rights.recordings_owned_by(organisation_id)
    if recording.organisation_id != organisation_id and recording_id not in owned:
        raise NotTheirRecording
    said = words_of(evidence)
    queries.sounding(sound)
    try:
        with transaction.atomic():
            return SoundClaim.objects.create(
                organisation_id=organisation_id,
                sound_id=sound,
                recording=recording,
                evidence=said,
                person=person,
                asked_at=clock.now(),
            )
    except IntegrityError as twice:
        raise AskedBefore from twice


@transaction.atomic
def weigh_claim(person: "Person", claim: SoundClaim, answer: str, *, accepted: bool) -> None:
    """Decide about a claim, with reasons. An accepted one answers all others open on its sound.

    Raises AnsweredBefore, KnownAlready, BadEntry.
    """
    said = words_of(answer)
    on_sound = SoundClaim.objects.select_for_update().filter(sound=claim.sound_id).order_by("pk")
    asked = [each for each in on_sound if each.state == SoundClaim.State.ASKED]  # whoever weighs beside waits
    if claim not in asked:
        raise AnsweredBefore
    if not accepted:
        _answer(person, claim, said, SoundClaim.State.REFUSED)
        return
    if set(musics.recordings_of_sounds([claim.sound_id]).get(claim.sound_id, ())) - {claim.recording_id}:
        raise KnownAlready
    music.match_by_hand(claim.sound, claim.recording_id)
    _answer(person, claim, said, SoundClaim.State.ACCEPTED)
    for other in asked:
        if other == claim:
            continue
        if other.recording_id == claim.recording_id:
            _answer(person, other, said, SoundClaim.State.ACCEPTED)
        else:
            with override(other.person.language or None):
                instead = _("The evidence of another claim showed that the sound is another recording.")
            _answer(person, other, instead, SoundClaim.State.REFUSED)


def _answer(person: "Person", claim: SoundClaim, said: str, state: SoundClaim.State) -> None:
    claim.state, claim.answer = state, said
    claim.answered_by, claim.answered_at = person, clock.now()
    claim.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    telling.tell_weighed(claim)
