"""The box as the site uses it: one for each worker process, proven before it is trusted.

Everything that parses a file somebody sent in happens inside it (libs/earprint, `earprint.box`).
"""

import uuid
from array import array
from functools import cache

import structlog
from django.conf import settings
from django.db import transaction

import earprint.box
from akkord.store.files import NotKept, files
from akkord.store.made import pictures, renditions

from .forms import Original, Rendition
from .models import Sound
from .printed import CONTAINER, is_print_alone

log = structlog.get_logger()

# Refusals that a busy machine may have caused: the same bytes sent in again are tried again.
PASSING = frozenset({"wall", "memory"})


@cache
def box() -> earprint.box.Box:
    """This process's box, started on first use."""
    made = earprint.box.Box(mode=settings.BOX_MODE)
    made.start()
    return made


def examine_sound(sound: Sound) -> Sound:
    """Decode a sound once and store what was found; afterwards its state is examined or refused.

    Twice is once: a sound that has been examined is returned as it is.
    """
    if sound.state != Sound.State.UNKNOWN and sound.refusal not in PASSING:
        return sound
    try:
        found = box().examine(files().path(sound.sha256))
    except earprint.box.Refused as refused:
        _store(sound, state=Sound.State.REFUSED, refusal=refused.reason, refusal_detail=refused.detail[:500])
        return sound
    printed = files().keep([found.print.to_bytes()]).sha256
    cover = files().keep([found.cover.data]).sha256 if found.cover else ""
    _store(
        sound,
        state=Sound.State.EXAMINED,
        refusal="",
        refusal_detail="",
        seconds=found.seconds,
        container=found.container[:40],
        codec=found.codec[:40],
        bitrate=found.bitrate,
        rate=found.rate,
        channels=found.channels,
        loudness=found.loudness_lufs,
        levels=found.levels,
        waveform=found.waveform,
        tags=found.tags,
        lyrics=found.lyrics,
        figures=array("f", found.figures).tobytes(),
        cover=cover,
        print=printed,
    )
    return sound


def measured_before_levels(after: int, most: int) -> list[Sound]:
    """Sounds of which it is known how loud they are, and not how many of their blocks are: by number, those
    behind `after`."""
    heard = Sound.objects.filter(state=Sound.State.EXAMINED, loudness__isnull=False, levels=b"")
    return list(heard.filter(pk__gt=after).exclude(container=CONTAINER).order_by("pk")[:most])


def fill_levels(sound: Sound) -> bool:
    """Measure the blocks of a sound that was examined before they were kept; whether it could be. Nothing
    else of it changes: what it was decided by stays as it was heard then."""
    try:
        found = box().examine(files().path(sound.sha256))
    except (earprint.box.Refused, NotKept) as why:
        log.info("levels_not_filled", sound=sound.pk, why=str(why))
        return False
    _store(sound, levels=found.levels)
    return True


def render_sound(sound: Sound) -> Sound:
    """Make what is played: encoded in the box from the very samples that were identified."""
    if sound.rendition or sound.state != Sound.State.EXAMINED or is_print_alone(sound):
        return sound
    made = files().incoming / f"rendition-{uuid.uuid4().hex}"
    try:
        box().render(files().path(sound.sha256), made)
        kept = files().adopt(made)
    finally:
        made.unlink(missing_ok=True)
    _store(sound, rendition=kept.sha256, rendition_size=kept.size)
    return sound


def make_rendition(sound: Sound, wanted: Rendition) -> None:
    """Make a form that somebody asked for, from the samples that were identified. Twice is once."""
    name = wanted.name(sound.sha256)
    if renditions().find(name) or sound.state != Sound.State.EXAMINED or is_print_alone(sound):
        return
    made = files().incoming / f"rendition-{uuid.uuid4().hex}"
    try:
        form = earprint.box.Form(wanted.kind, wanted.kbit)
        box().render(files().path(sound.sha256), made, form, float(wanted.since))
        renditions().settle(made, name)
    finally:
        made.unlink(missing_ok=True)
    renditions().shrink(settings.MOST_RENDITION_BYTES)


def draw_cover(sha256: str, side: int) -> None:
    """Draw a cover anew in a size; of what is no picture nothing is left. Twice is once."""
    name = cover_name(sha256, side)
    if pictures().find(name):
        return
    try:
        drawn = box().draw(files().path(sha256), side)
    except earprint.box.Refused:
        drawn = b""
    made = files().incoming / f"cover-{uuid.uuid4().hex}"
    try:
        made.write_bytes(drawn)
        pictures().settle(made, name)
    finally:
        made.unlink(missing_ok=True)
    pictures().shrink(settings.MOST_PICTURE_BYTES)


def cover_name(sha256: str, side: int) -> str:
    """What a drawn cover is called."""
    return f"{sha256}-{side}"


def original_of(sound: Sound) -> Original:
    """The file as it was sent in, for choosing a form."""
    return Original(
        sound.container,
        sound.codec,
        round(sound.bitrate / 1000),
        sound.seconds or 0.0,
        sound.rate,
        sound.channels,
    )


def sound_of_file(sha256: str, size: int) -> Sound:
    """The sound of a file in the store; equal bytes are one sound."""
    with transaction.atomic():
        return Sound.objects.get_or_create(sha256=sha256, defaults={"size": size})[0]


def _store(sound: Sound, **fields: object) -> None:
    Sound.objects.filter(pk=sound.pk).update(**fields)
    for name, value in fields.items():
        setattr(sound, name, value)


def prove() -> tuple[str, str]:
    """What a worker says of its box at start: ("full" | "rlimits" | "refused", details)."""
    try:
        proof = box().prove()
    except (earprint.box.NotProven, OSError) as failed:
        return "refused", str(failed)[:1000]
    tried = ", ".join(f"{what}: {'refused' if held else 'WAS POSSIBLE'}" for what, held in proof.attempts)
    return (proof.mode if proof.ok else "refused"), (f"{proof.reason} {tried}").strip()[:1000]
