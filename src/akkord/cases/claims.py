"""Claims on uploads (machine B): opened by decisions or by an owner's word, disputed, appealed, released.

A claim lays nothing: what silences an upload is the law's answer to the facts, or a block. The claim is the
road by which its uploader contests that, with clocks under which the claimant's silence releases.
"""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django_tasks import task

from akkord.catalogue import queries as catalogue
from akkord.flow import clock, jobs
from akkord.music import actions as music_actions
from akkord.music import queries as music
from akkord.rights.actions.standing import acting_for
from akkord.rights.holding import hold_facts
from akkord.rights.terms import BlockKind
from akkord.rights.territories import parse

from . import claim_queries as queries
from . import errors, proceedings, suspending, unknown, writing
from .law import lawful, strikes
from .law.procedures import versions_of
from .law.terms import Party, Standing, Subject
from .models import OrderRow, Proceeding, ProceedingRow, Strike
from .named import judge
from .releasing import own_recordings

if TYPE_CHECKING:
    from akkord.catalogue.models import Organisation
    from akkord.music.queries import Track, Upload
    from akkord.people.models import Person

GROUNDS = ("owner", "licensed", "lawful_use", "wrong_match", "other")
CONTESTED = frozenset(each.value for each in queries.ANSWERED)  # by the road of claims
# References come by thousands: whoever's old uploads they hit gets one letter about all that was found.
DIGEST_AFTER = timedelta(hours=1)


# --- by decisions ------------------------------------------------------------------------------------


@task()
def note_decision(upload: str, first: bool) -> None:
    """An upload was decided, for the first time or because facts changed. Twice is once."""
    keep_claims(uuid.UUID(upload), first=first)


@transaction.atomic
def keep_claims(upload_id: uuid.UUID, *, first: bool) -> None:
    """Open a claim for every owner the decision names, and close what no decision names any more.

    An upload that was there before its reference gets no letter for each claim, but one for all of them.
    """
    hold_facts()
    upload = music.upload_by_id(upload_id)
    flagged = set(upload.told.get("flagged", []))
    claimants, standing = set(upload.told.get("claims", [])) | flagged, queries.open_claims(upload_id)
    known = {claim.organisation_id for claim in standing}
    for claim in standing:
        gone = claim.facts.get("automatic") and claim.organisation_id not in claimants
        if gone and "clear" in queries.possible(claim, Party.MACHINE):  # not while a person decides about it
            proceedings.record_event(claim.public_id, "clear", Party.MACHINE)
    opened = [
        _open(
            upload,
            organisation,
            Party.MACHINE,
            {"automatic": True, "told": first or number in flagged},
            quietly=not first or number in flagged,
        )
        for number, organisation in sorted(catalogue.organisations_by_ids(claimants - known).items())
    ]
    for claim in [*standing, *opened]:
        if claim.organisation_id not in flagged:
            continue
        if claim.state == "upheld":  # a person has decided already
            music_actions.deny_lawful_use(upload_id)
        elif "flag" in queries.possible(claim, Party.MACHINE):
            _flag(upload, claim)
    unknown.keep_review(upload)
    if first:
        _strike_repeats(upload)
    if any(not claim.facts.get("told") for claim in opened):
        later, key = clock.now() + DIGEST_AFTER, f"digest:{upload.person_id}"
        jobs.put(tell_backfilled, [upload.person_id], {}, at=later, dedupe=key)


def _flag(upload: "Upload", claim: Proceeding) -> None:
    """What the uploader declared lawful is decided by a person; until then it is heard, or waits."""
    sound, length = upload.sound_id or 0, round(upload.track.seconds * 1000)
    theirs = own_recordings(claim.organisation_id or 0, sound)
    extents = [
        lawful.Extent(in_file, length, of_reference, reference)
        for in_file, of_reference, reference in music.extents_of(sound, theirs)
    ]
    waits = lawful.waits_unheard(extents, music.denials_of(upload.person_id), clock.now())
    said = {"ground": "lawful_use", "use": upload.lawful_use, "reason": upload.lawful_why, "identical": waits}
    proceedings.record_event(
        claim.public_id, "flag", Party.MACHINE, person=upload.person, facts={**said, "flagged": True}
    )


# What is removed for copyright. What a state or the site itself forbids is no infringement of a right.
_REMOVED = frozenset({BlockKind.STAYDOWN.value, BlockKind.NOTICE.value, BlockKind.COURT.value})


def _strike_repeats(upload: "Upload") -> None:
    """Whoever sends in again what they were told is removed gets a strike, once for each thing and case."""
    sent = upload.received_at or upload.made_at
    for block in queries.blocks_before(upload, sent):
        decided = queries.decided_earlier(upload, block)
        if block.kind not in _REMOVED or not strikes.repeated(sent, block.recorded_at, decided):
            continue
        given, new = Strike.objects.get_or_create(
            person_id=upload.person_id,
            block=block,
            lifted_at=None,
            defaults={"at": clock.now(), "upload": upload},
        )
        if new and block.claimant is not None:
            _tell_strike(upload, block.claimant, given)
        if new:
            suspending.weigh(upload.person_id)


def _tell_strike(upload: "Upload", organisation: "Organisation", given: Strike) -> None:
    """The letter says what was removed and how to dispute it: the claim is the road on which that goes."""
    standing = queries.open_claims(upload.pk).filter(organisation=organisation).first()
    if standing is None:
        standing = _open(upload, organisation, Party.MACHINE, {"told": True}, quietly=True)
    writing.write_strike(standing, given)


@task(priority=5)
def tell_backfilled(person_id: int) -> None:
    """One letter about all claims on a member's older uploads that no letter has told of. Twice is once."""
    with transaction.atomic():
        untold = list(queries.untold_claims(person_id).select_for_update(of=("self",)))
        if not untold:
            return
        writing.write_digest(untold)
        for claim in untold:
            claim.facts = {**claim.facts, "told": True}
        Proceeding.objects.bulk_update(untold, ["facts"], batch_size=500)


# --- by people ---------------------------------------------------------------------------------------


@transaction.atomic
def claim(person: "Person", organisation: "Organisation", track_number: int, reason: str) -> Proceeding:
    """An organisation claims an upload it found. Its word alone silences nothing. Twice is once.

    Raises NotRepresented, OutsideMandate, NoSuchTrack, NothingToClaim, NoReason.
    """
    acting_for(person, organisation.pk, parse("Worldwide"), ())
    if not reason.strip():
        raise errors.NoReason
    track = music.track_by_number(track_number)
    if track.upload_id is None:
        raise errors.NothingToClaim
    hold_facts()
    standing = queries.open_claims(track.upload_id).filter(organisation=organisation).first()
    if standing is not None:
        return standing
    return _open(
        music.upload_by_id(track.upload_id),
        organisation,
        Party.CLAIMANT,
        {"reason": reason.strip()[:1000], "told": True},
        person=person,
    )


@transaction.atomic
def contest(person: "Person", upload_id: uuid.UUID, ground: str, text: str) -> list[Proceeding]:
    """The uploader says why what is claimed is wrong: a dispute, or after its rejection an appeal.

    Each party behind it has to answer, or its claim is released. Where a party silences the upload by an
    order, its claim is opened thereby. Twice is once. Raises NoSuchUpload, NothingToContest, ContestEmpty.
    """
    upload = music.upload_of(person.pk, upload_id)
    if ground not in GROUNDS or not text.strip():
        raise errors.ContestEmpty
    hold_facts()
    standing = {claim.organisation_id: claim for claim in queries.open_claims(upload_id)}
    parties = queries.parties_behind(upload) | {pk for pk in standing if pk is not None}
    if not parties:
        raise errors.NothingToContest
    for number, organisation in sorted(catalogue.organisations_by_ids(parties - standing.keys()).items()):
        standing[number] = _open(upload, organisation, Party.MACHINE, {"told": True}, quietly=True)
    return [_contested(standing[number], person, ground, text) for number in sorted(parties)]


def _contested(found: Proceeding, person: "Person", ground: str, text: str) -> Proceeding:
    event = next((e for e in ("dispute", "appeal") if e in queries.possible(found, Party.UPLOADER)), None)
    if event is None:  # the claimant has not answered yet
        return found
    said = {"reason": text.strip()[:2000], "ground": ground}
    return proceedings.record_event(found.public_id, event, Party.UPLOADER, person=person, facts=said)


@transaction.atomic
def answer(
    person: "Person", organisation: "Organisation", number: int, *, release: bool, answer: str
) -> Proceeding:
    """The claimant releases this very sound, or stands by its claim. What is closed stays as it was.

    Raises NoSuchContest, NotRepresented, AnswerEmpty (standing by it needs words), NoticeNeeded (after an
    appeal), StepNotPossible.
    """
    catalogue.may_act_for(person.pk, organisation.pk, clock.now())
    found = queries.claim_against(organisation.pk, number)
    if found.closed_at is not None:
        return found
    if not release and not answer.strip():
        raise errors.AnswerEmpty
    if not release and found.state == "appealed":
        raise errors.NoticeNeeded
    event, said = "release" if release else "reject", {"reason": answer.strip()[:1000]}
    return proceedings.record_event(found.public_id, event, Party.CLAIMANT, person=person, facts=said)


@transaction.atomic
def complain_of_upload(person: "Person", upload_id: uuid.UUID, text: str) -> list[Proceeding]:
    """The uploader complains to the site about every claim whose claimant said no.

    Raises NoSuchUpload, NothingToContest, ContestEmpty.
    """
    music.upload_of(person.pk, upload_id)
    if not text.strip():
        raise errors.ContestEmpty
    refused = [c for c in queries.open_claims(upload_id) if "complain" in queries.possible(c, Party.UPLOADER)]
    if not refused:
        raise errors.NothingToContest
    said = {"reason": text.strip()[:2000]}
    return [
        proceedings.record_event(claim.public_id, "complain", Party.UPLOADER, person=person, facts=said)
        for claim in refused
    ]


@transaction.atomic
def complain(person: "Person", organisation: "Organisation", number: int, reason: str) -> Proceeding:
    """The claimant complains about what one of the staff found lawful (Regulation 2022/2065 art. 20).

    Raises NoSuchContest, NotRepresented, StepNotPossible, StepTooLate, ConditionNotMet (it needs words).
    """
    catalogue.may_act_for(person.pk, organisation.pk, clock.now())
    found, said = queries.claim_against(organisation.pk, number), {"reason": reason.strip()[:2000]}
    return proceedings.record_event(found.public_id, "complain", Party.CLAIMANT, person=person, facts=said)


# --- how ---------------------------------------------------------------------------------------------


def _open(
    upload: "Upload",
    organisation: "Organisation",
    by: Party,
    facts: dict[str, object],
    *,
    person: "Person | None" = None,
    quietly: bool = False,
) -> Proceeding:
    law = versions_of("claim")[-1]
    track: Track = upload.track
    row = ProceedingRow(
        line=1,
        given=str(track)[:500],
        found=OrderRow.Found.FILE,
        sound_id=upload.sound_id,
        person_id=upload.person_id,
    )
    judge([row], organisation.pk, parse("Worldwide"))
    if row.contradicted and by == Party.CLAIMANT:
        raise errors.NothingToClaim
    opened = Proceeding(
        procedure=law.id,
        version=law.version,
        country=proceedings.calendar_country(organisation.country),
        subject=Subject.MUSIC.value,
        organisation=organisation,
        claimant=organisation.name,
        language=settings.LANGUAGE_CODE[:2],
        upload=upload,
        opened_at=clock.now(),
    )
    standing = Standing.UNKNOWN if by == Party.CLAIMANT else Standing.PROVEN
    return proceedings.begin(
        opened, [row], by, {"standing": standing.value, **facts}, person, quietly=quietly
    )
