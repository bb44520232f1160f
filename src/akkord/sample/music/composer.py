"""Writes a song: form, harmony, who plays when; every choice comes from the seed."""

import zlib
from dataclasses import dataclass

import numpy as np

from akkord.sample.music.figures import FIGURES, Bar, Stroke, draw
from akkord.sample.music.melody import Tune, invent_tune, sing
from akkord.sample.music.score import Hit, Note, Part, Pulse, Section, Song
from akkord.sample.music.styles import SHEETS, Player, Sheet, Style
from akkord.sample.music.voices import VOICES, tuned_by_hand

ENERGY = {"intro": 0.35, "verse": 0.58, "chorus": 1.0, "bridge": 0.45, "break": 0.75, "outro": 0.4}
FORMS = (
    ("intro", "verse", "chorus", "verse", "chorus", "bridge", "chorus", "break", "chorus"),
    ("intro", "verse", "verse", "chorus", "bridge", "verse", "chorus", "chorus", "bridge"),
    ("chorus", "verse", "chorus", "break", "verse", "chorus", "bridge", "chorus"),
    ("intro", "break", "verse", "chorus", "break", "bridge", "chorus", "verse", "chorus"),
    ("verse", "chorus", "verse", "bridge", "chorus", "break", "chorus"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the whole band agrees on before the first note."""

    root: int
    style: Style
    sheet: Sheet
    pulse: Pulse
    key: int
    mode: str
    sections: tuple[Section, ...]
    progressions: dict[str, tuple[int, ...]]

    def chance(self, *names: object) -> np.random.Generator:
        """A stream of chance for each named decision: the second verse draws what the first drew."""
        return np.random.default_rng((self.root, zlib.crc32(repr(names).encode())))


def compose(seed: int, style: Style, seconds: float) -> Song:
    """Writes a song of `seconds` in a style; the same three arguments always give the same song."""
    root = zlib.crc32(f"{style.value}:{seed}".encode())
    rng = np.random.default_rng(root)
    sheet = SHEETS[style]
    pulse = Pulse(
        tempo=float(rng.uniform(*sheet.tempo)),
        swing=float(rng.uniform(*sheet.swing)),
        swing_unit=sheet.swing_unit,
        drift=sheet.drift,
        drift_phase=float(rng.uniform(0, 6)),
    )
    mode = str(rng.choice(sheet.modes))
    progressions = {kind: sheet.progressions[int(rng.integers(len(sheet.progressions)))] for kind in ENERGY}
    sections = build_form(sheet, pulse.tempo, seconds, rng)
    plan = Plan(root, style, sheet, pulse, int(rng.integers(55, 67)), mode, sections, progressions)
    parts = tuple(write_part(plan, number, player, seconds) for number, player in enumerate(sheet.players))
    return Song(
        seed=seed,
        style=style,
        seconds=seconds,
        pulse=pulse,
        key=plan.key,
        mode=mode,
        tuning_cents=float(rng.normal(0, 7)),
        loudness=float(rng.uniform(*sheet.loudness)),
        sections=sections,
        parts=tuple(part for part in parts if part.notes),
        hits=tuple(write_drums(plan, seconds)),
        fades_out=bool(rng.random() < 0.35),
    )


def build_form(sheet: Sheet, tempo: float, seconds: float, rng: np.random.Generator) -> tuple[Section, ...]:
    """Lays out sections of 4 or 8 bars until the time is filled; the last one is an outro."""
    total = max(4, int(seconds * tempo / 60 / sheet.beats))
    wide = 8 if total >= 40 else 4
    form = FORMS[int(rng.integers(len(FORMS)))]
    sections: list[Section] = []
    first = 0
    while first < total:
        kind = form[len(sections) % len(form)]
        bars = min(wide if kind in ("verse", "chorus") else 4, total - first)
        energy = ENERGY[kind] * float(rng.uniform(0.92, 1.08))
        sections.append(Section(kind, first, bars, energy))
        first += bars
    last = sections[-1]
    sections[-1] = Section("outro", last.first, last.bars, max(last.energy, ENERGY["outro"]))
    return tuple(sections)


def harmony(plan: Plan, section: Section, number: int) -> Bar:
    """The chord of a bar of a section and where it goes."""
    chords = plan.progressions[section.kind]
    rng = plan.chance("chord", section.kind, number % len(chords))
    following = chords[(number + 1) % len(chords)]
    seventh = bool(rng.random() < plan.sheet.sevenths)
    return Bar(plan.key, plan.mode, chords[number % len(chords)], following, seventh, plan.sheet.beats)


def write_part(plan: Plan, place: int, player: Player, seconds: float) -> Part:
    """Everything one player plays, from the first bar to the last."""
    rng = plan.chance("player", place)
    voice = tuned_by_hand(VOICES[str(rng.choice(player.voices))], rng)
    enters = player.enters + float(rng.uniform(-0.12, 0.08))
    notes: list[Note] = []
    for section in plan.sections:
        if section.energy < enters:
            continue
        grid_rng = plan.chance("pattern", place, section.kind)
        tune = invent_tune(player.grid, grid_rng)
        steps = draw(player.grid, grid_rng) or [0]
        for number in range(section.bars):
            strokes = play_bar(plan, place, player, section, number, tune, steps, rng)
            notes += humanised(plan, strokes, section, number, rng)
    return Part(player, voice, tuple(note for note in notes if note.start < seconds - 0.2))


def play_bar(
    plan: Plan,
    place: int,
    player: Player,
    section: Section,
    number: int,
    tune: Tune,
    steps: list[int],
    rng: np.random.Generator,
) -> list[Stroke]:
    """One bar of one player; every second time round a step may fall away or come in."""
    bar = harmony(plan, section, number)
    if player.figure == "melody":
        return sing(tune, player, bar, number, rng)
    varied = list(steps)
    if len(varied) > 2 and number % 2 and rng.random() < 0.4:
        varied.pop(int(rng.integers(1, len(varied))))
    figure_rng = plan.chance("figure", place, section.kind, number % 4)
    return FIGURES[player.figure](player, bar, varied, figure_rng)


def humanised(
    plan: Plan, strokes: list[Stroke], section: Section, number: int, rng: np.random.Generator
) -> list[Note]:
    """Strokes become notes in seconds, a little early or late, a little softer or louder."""
    beat = (section.first + number) * plan.sheet.beats
    bright = int(np.clip(section.energy * 2.6, 0, 3))
    notes = []
    for stroke in strokes:
        start = plan.pulse.seconds(beat + stroke.at) + rng.normal(0, plan.sheet.loose)
        velocity = float(
            np.clip(stroke.velocity * (0.75 + 0.25 * section.energy) * rng.normal(1, 0.07), 0.1, 1)
        )
        length = stroke.length * 60 / plan.pulse.tempo
        notes.append(Note(max(0.0, start), length, stroke.pitch, velocity, bright))
    return notes


def write_drums(plan: Plan, seconds: float) -> list[Hit]:
    """The drummer: a pattern for each kind of section, ghost notes, fills and crashes at the seams."""
    rng = plan.chance("drummer")
    hits: list[Hit] = []
    for section in plan.sections:
        patterns = {
            drum: draw(grid, plan.chance("drum", drum, section.kind))
            for drum, grid in plan.sheet.drums.items()
            if drummer_plays(drum, section.energy)
        }
        for number in range(section.bars):
            strokes = [(step, drum) for drum, steps in patterns.items() for step in steps]
            if number == section.bars - 1 and section.bars > 2 and section.energy > 0.5:
                strokes = with_fill(strokes, plan, rng)
            if number == 0 and section.energy > 0.8 and "kick" in patterns:
                strokes.append((0, "crash"))
            hits += struck(plan, section.first + number, strokes, section.energy, rng)
    return [hit for hit in hits if hit.start < seconds - 0.1]


def drummer_plays(drum: str, energy: float) -> bool:
    """Which drums are heard at an energy: cymbals and noises first, then kick, then snare."""
    threshold = {"kick": 0.42, "snare": 0.48, "clap": 0.5, "openhat": 0.6, "rim": 0.4, "timpani": 0.5}
    return energy >= threshold.get(drum, 0.25)


def with_fill(strokes: list[tuple[int, str]], plan: Plan, rng: np.random.Generator) -> list[tuple[int, str]]:
    """The end of a section: the last beats give way to a roll over what the kit has."""
    drums = [drum for drum in ("snare", "tom", "timpani", "clap", "rim", "brush") if drum in plan.sheet.drums]
    if not drums:
        return strokes
    steps = plan.sheet.beats * 4
    begin = steps - int(rng.choice((4, 6, 8)))
    kept = [(step, drum) for step, drum in strokes if step < begin or drum == "kick"]
    roll = [(step, str(rng.choice(drums))) for step in range(begin, steps) if rng.random() < 0.7]
    return kept + roll


def struck(
    plan: Plan, bar: int, strokes: list[tuple[int, str]], energy: float, rng: np.random.Generator
) -> list[Hit]:
    """Strokes of one bar as hits in seconds: strong on the beat, ghosts between, loose as the style is."""
    hits = []
    for step, drum in strokes:
        accent = 1.0 if step % 4 == 0 else 0.72 if step % 2 == 0 else 0.5
        velocity = float(np.clip(accent * (0.7 + 0.3 * energy) * rng.normal(1, 0.08), 0.1, 1))
        start = plan.pulse.seconds(bar * plan.sheet.beats + step / 4) + rng.normal(0, plan.sheet.loose * 0.6)
        hits.append(Hit(max(0.0, start), drum, velocity))
    return hits
