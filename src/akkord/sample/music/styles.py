"""Twelve styles, each a page a band leader would hand out: tempo, harmony, who plays what, which drums.

A *grid* is a row of digits, one per sixteenth of a bar: 0 never, 9 always, between them the chance in ninths
that this song strikes there. Every song draws its own patterns from the same grid.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Style(StrEnum):
    """What kind of music a song is."""

    BALLAD = "ballad"
    ROCK = "rock"
    SYNTHPOP = "synthpop"
    TECHNO = "techno"
    WALTZ = "waltz"
    AMBIENT = "ambient"
    FUNK = "funk"
    CHIPTUNE = "chiptune"
    ORCHESTRAL = "orchestral"
    REGGAE = "reggae"
    JAZZ = "jazz"
    BREAKS = "breaks"


@dataclass(frozen=True, slots=True)
class Player:
    """One musician: what figure they play, on one of which instruments, how loud (dB) and where they stand.

    `enters` is the energy of a section from which they play; `gate` the part of a step a note sounds.
    """

    figure: str
    voices: tuple[str, ...]
    grid: str
    gain: float
    pan: float = 0.0
    octave: int = 0
    gate: float = 0.9
    enters: float = 0.0
    reverb: float = 0.15
    echo: float = 0.0
    drive: float = 0.0
    duck: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a style fixes and the ranges within which a song chooses."""

    tempo: tuple[float, float]
    modes: tuple[str, ...]
    progressions: tuple[tuple[int, ...], ...]
    players: tuple[Player, ...]
    drums: dict[str, str] = field(default_factory=dict)
    drum_gain: float = 0.0
    kit: str = "acoustic"
    beats: int = 4
    swing: tuple[float, float] = (0.0, 0.04)
    swing_unit: float = 0.5
    sevenths: float = 0.1
    drift: float = 0.02
    loudness: tuple[float, float] = (-13.0, -10.0)
    room: tuple[float, float] = (0.6, 1.2)
    loose: float = 0.008


POP = ((0, 4, 5, 3), (5, 3, 0, 4), (0, 5, 3, 4), (0, 3, 4, 3), (3, 0, 4, 5), (0, 2, 3, 4), (5, 4, 3, 4))
MINOR = ((0, 5, 2, 6), (0, 3, 6, 2), (0, 6, 5, 6), (0, 3, 0, 4), (0, 5, 3, 4), (0, 2, 5, 6), (0, 0, 5, 6))
JAZZY = ((1, 4, 0, 5), (0, 5, 1, 4), (2, 5, 1, 4), (3, 6, 2, 5, 1, 4, 0, 0), (0, 3, 2, 5))
VAMP = ((0, 0, 3, 3), (0, 3, 0, 3), (0, 0, 0, 4), (1, 4, 1, 4), (0, 6, 3, 0), (0, 0, 6, 3))
WALTZES = (
    (0, 0, 4, 4, 4, 4, 0, 0),
    (0, 3, 4, 0, 5, 1, 4, 0),
    (0, 0, 3, 3, 4, 4, 0, 0),
    (0, 5, 3, 4, 0, 2, 4, 0),
)
DRONE = ((0, 0, 5, 5), (0, 3, 0, 5), (0, 2, 0, 4), (0, 0, 6, 6), (3, 0, 5, 0))

EIGHTHS, SIXTEENTHS, WHOLE = "9090909090909090", "9999999999999999", "9000000000000000"
TUNE = "8041604280416042"
TUNE_DENSE = "8263626282636262"
TUNE_SPARSE = "8010401030104010"

SHEETS: dict[Style, Sheet] = {
    Style.BALLAD: Sheet(
        (58, 82),
        ("major", "minor", "mixolydian"),
        POP,
        (
            Player("arpeggio", ("piano",), "9060907090609070", -6, -0.15, gate=3.0, reverb=0.3),
            Player("chords", ("piano",), WHOLE, -9, 0.15, gate=0.98, enters=0.5, reverb=0.3),
            Player("bass", ("upright", "bassguitar"), "9000000250000020", -7, enters=0.4, reverb=0.05),
            Player("pad", ("strings", "choir"), WHOLE, -11, 0.2, enters=0.6, reverb=0.5),
            Player(
                "melody",
                ("singer", "violin", "flute"),
                TUNE_SPARSE,
                -3,
                0.05,
                1,
                enters=0.45,
                reverb=0.35,
                echo=0.15,
            ),
        ),
        {
            "kick": "9000000350200000",
            "snare": "0000900000009000",
            "hat": "9050905090509050",
            "ride": "0000000000000000",
        },
        -8,
        loudness=(-18, -14),
        room=(1.4, 2.2),
        drift=0.12,
        loose=0.014,
    ),
    Style.ROCK: Sheet(
        (104, 168),
        ("major", "minor", "mixolydian", "dorian"),
        POP + MINOR,
        (
            Player("power", ("electric",), "9070906090709060", -3, -0.6, -1, 0.7, 0.4, 0.1, drive=9),
            Player("power", ("electric",), "9050706090507060", -4, 0.6, -1, 0.9, 0.4, 0.1, drive=7),
            Player("chords", ("clean",), "9030603090306030", -8, 0.3, 0, 0.6, 0.2, 0.25, echo=0.1),
            Player("bass", ("bassguitar",), EIGHTHS, -4, gate=0.85, enters=0.4, reverb=0.03, drive=1.5),
            Player(
                "melody",
                ("singer", "electric", "organ"),
                TUNE,
                -3,
                0.0,
                1,
                0.9,
                0.5,
                0.2,
                echo=0.2,
                drive=1.5,
            ),
        ),
        {"kick": "9001003295200310", "snare": "0000900100009002", "hat": EIGHTHS, "tom": "0000000000000000"},
        -1,
        loudness=(-11, -9),
        loose=0.006,
    ),
    Style.SYNTHPOP: Sheet(
        (98, 128),
        ("minor", "major", "dorian"),
        POP + MINOR,
        (
            Player(
                "bass", ("synthbass",), "9393939393939393", -3, gate=0.6, enters=0.3, reverb=0.03, duck=0.3
            ),
            Player(
                "arpeggio", ("pluck", "pulse", "bell"), SIXTEENTHS, -8, -0.4, 1, 0.6, 0.2, 0.2, 0.3, duck=0.2
            ),
            Player("pad", ("pad", "choir", "strings"), WHOLE, -8, 0.2, 0, 1.0, 0.0, 0.4, duck=0.5),
            Player("chords", ("sawlead", "epiano"), "9006003060060030", -8, 0.4, 0, 0.5, 0.7, 0.2, duck=0.3),
            Player("melody", ("singer", "sawlead", "squarelead"), TUNE, -3, 0.0, 1, 0.9, 0.45, 0.25, 0.3),
        ),
        {
            "kick": "9000900090009000",
            "snare": "0000900000009000",
            "clap": "0000500000005000",
            "hat": "0090009000900093",
            "tom": "0000000000000000",
        },
        -2,
        kit="electronic",
        loudness=(-11.5, -9),
        loose=0.001,
        drift=0,
    ),
    Style.TECHNO: Sheet(
        (122, 142),
        ("minor", "phrygian"),
        VAMP,
        (
            Player(
                "bass",
                ("acid", "synthbass"),
                "7495739474957394",
                -2,
                gate=0.6,
                enters=0.3,
                echo=0.1,
                drive=3,
                duck=0.6,
            ),
            Player(
                "chords", ("pluck", "sawlead"), "0030060030060030", -8, 0.3, 0, 0.4, 0.5, 0.4, 0.5, duck=0.4
            ),
            Player("pad", ("pad", "glass"), WHOLE, -10, -0.2, 0, 1.0, 0.0, 0.6, duck=0.8),
            Player(
                "melody", ("bell", "pluck", "squarelead"), "6035204360352043", -8, -0.3, 1, 0.5, 0.7, 0.3, 0.5
            ),
        ),
        {
            "kick": "9000900090009000",
            "clap": "0000900000009002",
            "hat": "3393339333933393",
            "openhat": "0090009000900090",
            "rim": "0002300200300203",
            "shaker": "5555555555555555",
        },
        1,
        kit="electronic",
        swing=(0, 0.12),
        swing_unit=0.25,
        loudness=(-10.5, -9),
        loose=0.0,
        drift=0,
    ),
    Style.WALTZ: Sheet(
        (132, 196),
        ("major", "minor", "harmonic"),
        WALTZES,
        (
            Player("chords", ("accordion", "nylon"), "000090009000", -6, -0.35, 0, 0.45, 0.0, 0.2),
            Player("bass", ("upright", "cello"), "900000000000", -4, 0.0, 0, 0.7, 0.0, 0.1),
            Player(
                "melody", ("violin", "clarinet", "accordion"), "904060506040", -2, 0.25, 1, 0.95, 0.3, 0.25
            ),
            Player("arpeggio", ("nylon", "guitar"), "907070907070", -9, 0.5, 0, 1.5, 0.6, 0.2),
        ),
        {"tambourine": "000050005000", "kick": "900000000000", "brush": "000090009000"},
        -9,
        beats=3,
        swing=(0, 0.06),
        drift=0.2,
        loudness=(-18, -13),
        room=(0.7, 1.3),
        loose=0.014,
    ),
    Style.AMBIENT: Sheet(
        (52, 76),
        ("lydian", "dorian", "minor", "major"),
        DRONE,
        (
            Player("pad", ("pad", "glass"), WHOLE, -2, -0.2, 0, 1.1, 0.0, 0.7),
            Player("pad", ("choir", "strings", "glass"), WHOLE, -6, 0.3, 1, 1.1, 0.4, 0.8),
            Player("bass", ("subbass", "cello"), WHOLE, -5, 0.0, 0, 0.98, 0.3, 0.3),
            Player(
                "arpeggio", ("bell", "epiano", "pluck"), "5030403050304030", -8, 0.4, 1, 2.5, 0.4, 0.6, 0.5
            ),
            Player("melody", ("flute", "bell", "glass"), "6000300020004000", -6, -0.3, 1, 1.0, 0.5, 0.7, 0.5),
        ),
        {"wind": WHOLE, "shaker": "2010201020102010"},
        -6,
        kit="electronic",
        drift=0.3,
        loudness=(-20.5, -16),
        room=(2.4, 3.6),
        loose=0.03,
        sevenths=0.6,
    ),
    Style.FUNK: Sheet(
        (92, 118),
        ("dorian", "mixolydian"),
        VAMP,
        (
            Player("bass", ("slap", "bassguitar"), "9013062590240362", -1, 0.0, 0, 0.6, 0.0, 0.03, drive=0.8),
            Player("chords", ("clean", "guitar"), "3625362536253625", -7, -0.5, 0, 0.3, 0.3, 0.1),
            Player("chords", ("organ", "epiano"), "9003002050030020", -9, 0.4, 0, 0.7, 0.4, 0.15),
            Player("stabs", ("brass",), "9000003000060030", -6, 0.2, 1, 0.5, 0.7, 0.25),
            Player("melody", ("singer", "brass", "squarelead"), TUNE_DENSE, -3, 0.0, 1, 0.8, 0.5, 0.2, 0.1),
        ),
        {
            "kick": "9002003059300300",
            "snare": "0000902202029012",
            "hat": "9595959595959595",
            "openhat": "0000000000000020",
            "tambourine": "0000200000002000",
        },
        -1,
        swing=(0.04, 0.2),
        swing_unit=0.25,
        sevenths=0.8,
        loudness=(-13, -10),
        loose=0.007,
    ),
    Style.CHIPTUNE: Sheet(
        (118, 186),
        ("major", "minor", "harmonic"),
        POP + MINOR,
        (
            Player("arpeggio", ("pulse",), SIXTEENTHS, -7, -0.4, 1, 0.8, 0.0, 0.0),
            Player("bass", ("triangle",), "9060906090609060", -3, 0.0, 0, 0.8, 0.2, 0.0),
            Player("chords", ("pulse",), "9006009060090060", -10, 0.4, 0, 0.5, 0.6, 0.02),
            Player("melody", ("pulse", "squarelead"), TUNE_DENSE, -2, 0.1, 1, 0.85, 0.3, 0.03, 0.25),
        ),
        {"kick": "9000002590000200", "snare": "0000900000009003", "hat": "9393939393939393"},
        -3,
        kit="chip",
        loudness=(-12, -9.5),
        loose=0.0,
        drift=0,
        room=(0.3, 0.5),
    ),
    Style.ORCHESTRAL: Sheet(
        (64, 118),
        ("minor", "major", "harmonic", "dorian"),
        POP + MINOR,
        (
            Player("pad", ("strings",), "9000000090000000", -3, -0.3, 0, 1.0, 0.0, 0.5),
            Player("bass", ("cello",), "9000600090006000", -4, 0.35, 0, 0.9, 0.3, 0.4),
            Player(
                "arpeggio", ("strings", "clarinet", "piano"), "9595959595959595", -9, 0.2, 0, 0.8, 0.5, 0.4
            ),
            Player("stabs", ("brass",), "9000009000006000", -4, 0.4, 0, 0.9, 0.7, 0.5),
            Player("melody", ("violin", "flute", "brass"), TUNE_SPARSE, -2, -0.1, 1, 1.0, 0.4, 0.5),
        ),
        {"timpani": "9000000020000040", "cymbal": "0000000000000000", "snare": "2000202030303333"},
        -8,
        drift=0.3,
        loudness=(-20, -15),
        room=(1.8, 2.6),
        loose=0.02,
    ),
    Style.REGGAE: Sheet(
        (66, 92),
        ("minor", "major", "dorian"),
        VAMP + MINOR,
        (
            Player("stabs", ("organ", "piano"), "0090009000900090", -6, 0.3, 0, 0.4, 0.2, 0.2, 0.25),
            Player("stabs", ("clean", "guitar"), "0000900000009000", -6, -0.4, 0, 0.35, 0.0, 0.2, 0.35),
            Player("bass", ("subbass", "bassguitar"), "7040260405047026", 0, 0.0, 0, 0.85, 0.2, 0.02),
            Player("melody", ("singer", "clarinet", "brass"), TUNE, -3, 0.1, 1, 0.8, 0.45, 0.25, 0.4),
        ),
        {
            "kick": "0000000090000000",
            "rim": "0002000390020003",
            "hat": "9590959095909590",
            "snare": "0000000040000002",
        },
        -2,
        swing=(0.1, 0.24),
        swing_unit=0.25,
        loudness=(-15, -11),
        loose=0.01,
    ),
    Style.JAZZ: Sheet(
        (104, 212),
        ("major", "dorian", "minor"),
        JAZZY,
        (
            Player("bass", ("upright",), "9000900090009000", -3, 0.1, 0, 0.95, 0.0, 0.12),
            Player("chords", ("piano", "epiano", "clean"), "6030206030502060", -7, -0.3, 0, 0.6, 0.2, 0.2),
            Player(
                "melody", ("clarinet", "brass", "piano", "flute"), TUNE_DENSE, -2, 0.2, 1, 0.85, 0.35, 0.25
            ),
        ),
        {
            "ride": "9000906090009060",
            "hat": "0000900000009000",
            "kick": "4000200040002020",
            "brush": "0020302000203020",
        },
        -6,
        swing=(0.26, 0.36),
        swing_unit=0.5,
        sevenths=1.0,
        loudness=(-18, -13.5),
        loose=0.012,
        drift=0.08,
    ),
    Style.BREAKS: Sheet(
        (150, 178),
        ("minor", "dorian", "phrygian"),
        MINOR + DRONE,
        (
            Player(
                "bass", ("subbass", "synthbass"), "9000003000500020", -1, 0.0, 0, 0.95, 0.3, 0.02, drive=2
            ),
            Player("pad", ("pad", "glass", "choir"), WHOLE, -7, 0.1, 0, 1.0, 0.0, 0.6, duck=0.3),
            Player(
                "arpeggio", ("bell", "pluck", "epiano"), "9030603090306030", -9, -0.4, 1, 0.8, 0.3, 0.3, 0.4
            ),
            Player("melody", ("singer", "pluck", "flute"), TUNE_SPARSE, -5, 0.2, 1, 0.9, 0.5, 0.4, 0.4),
        ),
        {
            "kick": "9000000300900030",
            "snare": "0000900204029002",
            "hat": "9494949494949494",
            "ride": "0000000000000000",
            "shaker": "3030303030303030",
        },
        2,
        swing=(0, 0.1),
        swing_unit=0.25,
        loudness=(-11, -9),
        loose=0.004,
        drift=0,
    ),
}
