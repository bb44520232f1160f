"""The labels' catalogues of the sample world, as a table: who releases what, licensed where, forbidden where.

All names are invented. Days are counted from an anchor that `world` chooses (the day the world is made), so
that one licence always starts next week and another has always just run out.
"""

from dataclasses import dataclass
from typing import Literal

from akkord.sample.music.styles import Style

WORLDWIDE = "Worldwide"
# DDEX use types and commercial models (rights.md §3) that every licence of the sample world grants.
USES = (
    "OnDemandStream",
    "NonInteractiveStream",
    "UserMakeAvailableUserProvided",
    "UserMakeAvailableLabelProvided",
)
MODELS = ("FreeOfChargeModel", "SubscriptionModel", "AdvertisementSupportedModel")

Disguise = Literal[
    "reencode", "speed+2", "speed-2", "crop30", "noise10", "quiet", "pitch+1", "voice", "medley"
]  # fmt: skip
Encoding = Literal["flac", "mp3", "opus"]


@dataclass(frozen=True, slots=True)
class Label:
    """A label: `territory` where it sits, the front of its ISRCs and product codes, the files it delivers."""

    key: str
    name: str
    territory: str
    city: str
    about: str
    isrc_front: str
    icpn_front: str
    encoding: Encoding
    kbit: int


@dataclass(frozen=True, slots=True)
class CoordinatingBody:
    """An organisation that acts for several labels at once in proceedings."""

    key: str
    name: str
    territory: str
    about: str
    acts_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist or band under contract with a label."""

    key: str
    name: str
    label: str
    city: str
    about: str


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording: `isrc` without hyphens, and what it is synthesised from."""

    key: str
    release: str
    artist: str
    title: str
    isrc: str
    style: Style
    seed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Release:
    """A single, EP or album; `icpn` is an EAN-13, `released` in days from the anchor."""

    key: str
    label: str
    artist: str
    title: str
    icpn: str
    released: int
    recordings: tuple[Recording, ...]


@dataclass(frozen=True, slots=True)
class Licence:
    """A label's permission for some of its releases: territories ISO 3166-1 alpha-2 or Worldwide, minus
    `excluded`; from day `starts` up to but not including day `ends` (None: open)."""

    key: str
    label: str
    releases: tuple[str, ...]
    territories: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    starts: int = -365
    ends: int | None = None
    uses: tuple[str, ...] = USES
    models: tuple[str, ...] = MODELS


@dataclass(frozen=True, slots=True)
class PolicySample:
    """A label's standing rule for one recording: block it in some territories, or ask for reports only."""

    key: str
    label: str
    recording: str
    action: Literal["block", "report"]
    territories: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class MemberUpload:
    """What a member sends in: music of their own, or (`copy_of`) a label's recording in disguise.

    `heard_in`: in which of RU, DE and GB it should be heard on the anchor day, where the labels' facts decide
    it; None for music no label knows, which the instance's mode decides.
    """

    key: str
    person: str
    artist: str
    title: str
    encoding: Encoding
    kbit: int
    style: Style | None = None
    seed: int | None = None
    seconds: float | None = None
    copy_of: str | None = None
    disguise: Disguise | None = None
    heard_in: tuple[str, ...] | None = None


LABELS = (
    Label(
        "lampa", "Лампа и Ёлка", "RU", "Екатеринбург",
        "Независимый лейбл с Урала: песни, которые слушают на кухне и в поезде.",
        "RUX4K", "46079919", "mp3", 192,
    ),
    Label(
        "blauholz", "Blauholz Tonwerk", "DE", "Leipzig",
        "Elektronik, Kammerjazz und alles dazwischen, seit dem Umzug in die alte Tischlerei.",
        "DEZ9Q", "40599917", "flac", 0,
    ),
    Label(
        "halfway", "Halfway Harbour Music", "GB", "Bristol",
        "Songs from port towns around the world, released from an office above a chandlery.",
        "GBX0H", "50649913", "opus", 128,
    ),
)  # fmt: skip

COORDINATING_BODY = CoordinatingBody(
    "cadence", "Open Cadence Coordination", "CH",
    "Brings the proceedings of several labels into one order, with one deadline and one contact.",
    ("lampa", "blauholz", "halfway"),
)  # fmt: skip

ARTISTS = (
    Artist(
        "tram",
        "Трамвай до Весны",
        "lampa",
        "Екатеринбург",
        "Четверо друзей, две гитары и репетиция в гараже.",
    ),
    Artist(
        "vera", "Вера Листопадова", "lampa", "Пермь", "Пианистка и певица; пишет баллады о реках и вокзалах."
    ),
    Artist("swallows", "Бетонные Ласточки", "lampa", "Челябинск", "Синтезаторы, эхо и спальные районы."),
    Artist(
        "samovar", "Оркестр «Самовар и Гроза»", "lampa", "Тула", "Вальсы и городские романсы с аккордеоном."
    ),
    Artist("osokor", "Илья Осокорь", "lampa", "Новосибирск", "Эмбиент, записанный зимой у открытого окна."),
    Artist("kompass", "Fräulein Kompass", "blauholz", "Leipzig", "Synthpop mit Fernweh."),
    Artist("nachtbus", "Nachtbus 71", "blauholz", "Berlin", "Techno von der letzten Haltestelle."),
    Artist("linden", "Lindenhofer Quintett", "blauholz", "Weimar", "Jazz für Sonntagnachmittage."),
    Artist("zimt", "Zimtzange", "blauholz", "Köln", "Siebenköpfiger Funk mit Bläsern."),
    Artist("ferrymen", "The Paper Ferrymen", "halfway", "Bristol", "Guitars, harmonies and tide tables."),
    Artist("odalys", "Odalys Quay", "halfway", "Cardiff", "Slow reggae from a kitchen studio."),
    Artist("marmalade", "Pixel Marmalade", "halfway", "Leeds", "One person, two sound chips."),
    Artist("orrery", "Hollow Orrery", "halfway", "Edinburgh", "Orchestral pieces for imaginary planets."),
    Artist("tenfold", "Tenfold Rain", "halfway", "Manchester", "Breakbeats and bells."),
)

S = Style
# key, label, artist, title, released, ((title, style, seconds), …); seeds and codes count up from here.
_RELEASES: tuple[tuple[str, str, str, str, int, tuple[tuple[str, Style, float], ...]], ...] = (
    ("last-stop", "lampa", "tram", "Конечная", -640, (
        ("Конечная", S.ROCK, 102), ("Гараж номер семь", S.ROCK, 74), ("Снег на проводах", S.BALLAD, 96),
        ("Доброе утро, депо", S.ROCK, 45))),
    ("spring-single", "lampa", "tram", "Весна по расписанию", -40, (
        ("Весна по расписанию", S.ROCK, 88),
        ("Весна по расписанию (в гостях у синтезатора)", S.SYNTHPOP, 62))),
    ("rivers", "lampa", "vera", "Притоки", -410, (
        ("Кама", S.BALLAD, 112), ("Письмо с вокзала", S.BALLAD, 84), ("Чай остыл", S.WALTZ, 38))),
    ("yard-lights", "lampa", "swallows", "Свет во дворах", -200, (
        ("Свет во дворах", S.SYNTHPOP, 91), ("Девятый этаж", S.SYNTHPOP, 66), ("Лифт", S.TECHNO, 47))),
    ("storm-waltz", "lampa", "samovar", "Вальсы перед грозой", -820, (
        ("Вальс перед грозой", S.WALTZ, 95), ("Романс о потерянном зонте", S.WALTZ, 70))),
    ("open-window", "lampa", "osokor", "Открытое окно", -120, (
        ("Иней", S.AMBIENT, 180), ("Половина февраля", S.AMBIENT, 90))),
    ("northeast", "blauholz", "kompass", "Nordnordost", -300, (
        ("Nordnordost", S.SYNTHPOP, 97), ("Kartenlesen", S.SYNTHPOP, 58),
        ("Postkarte an niemand", S.BALLAD, 76))),
    ("last-bus", "blauholz", "nachtbus", "Endhaltestelle EP", -95, (
        ("Leerfahrt", S.TECHNO, 128), ("Fahrschein bitte", S.TECHNO, 83), ("Gelenkbus", S.BREAKS, 60))),
    ("sunday", "blauholz", "linden", "Sonntag, halb drei", -510, (
        ("Sonntag, halb drei", S.JAZZ, 110), ("Kuchen für fünf", S.JAZZ, 72), ("Lindenwalzer", S.WALTZ, 54))),
    ("cinnamon", "blauholz", "zimt", "Zange & Zimt", -150, (
        ("Zange & Zimt", S.FUNK, 93), ("Bläserabteilung", S.FUNK, 36))),
    ("next-week", "blauholz", "kompass", "Übernächste Insel", 7, (
        ("Übernächste Insel", S.SYNTHPOP, 81), ("Ebbe", S.AMBIENT, 64))),
    ("tide-tables", "halfway", "ferrymen", "Tide Tables", -730, (
        ("Low Water", S.BALLAD, 89), ("Harbour Lights, Counted Twice", S.ROCK, 94),
        ("Ferry in Fog", S.BALLAD, 69), ("Knots", S.ROCK, 34))),
    ("kitchen-dub", "halfway", "odalys", "Kitchen Dub", -260, (
        ("Kettle Song", S.REGGAE, 101), ("Borrowed Bicycle", S.REGGAE, 77),
        ("Rain on the Skylight", S.REGGAE, 49))),
    ("eight-spoons", "halfway", "marmalade", "Eight Spoons", -60, (
        ("Eight Spoons", S.CHIPTUNE, 52), ("Breakfast Boss", S.CHIPTUNE, 33),
        ("Save Point", S.CHIPTUNE, 30))),
    ("brass-planets", "halfway", "orrery", "Brass Planets", -900, (
        ("Overture for a Small Moon", S.ORCHESTRAL, 118), ("Perihelion", S.ORCHESTRAL, 86))),
    ("tenfold-ep", "halfway", "tenfold", "Umbrella Season", -30, (
        ("Umbrella Season", S.BREAKS, 92), ("Puddle Arithmetic", S.BREAKS, 56), ("Drain", S.BREAKS, 40))),
)  # fmt: skip


def check_digit(body: str) -> str:
    """The GS1 modulo 10 check digit of the twelve digits before it (GS1 General Specifications 7.9)."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return str(-weighted % 10)


def build_releases() -> tuple[Release, ...]:
    """The table above with its codes: ISRCs and product codes count up within each label."""
    fronts = {label.key: label for label in LABELS}
    counts = dict.fromkeys(fronts, 0)
    seed = 1000
    releases = []
    for number, (key, label, artist, title, released, tracks) in enumerate(_RELEASES, start=101):
        recordings = []
        for place, (name, style, seconds) in enumerate(tracks, start=1):
            counts[label] += 1
            seed += 1
            isrc = f"{fronts[label].isrc_front}25{counts[label]:05d}"
            recordings.append(Recording(f"{key}-{place}", key, artist, name, isrc, style, seed, seconds))
        body = f"{fronts[label].icpn_front}{number:04d}"
        releases.append(
            Release(key, label, artist, title, body + check_digit(body), released, tuple(recordings))
        )
    return tuple(releases)


RELEASES = build_releases()
RECORDINGS = tuple(recording for release in RELEASES for recording in release.recordings)

LICENCES = (
    Licence("lampa-world", "lampa", ("last-stop", "spring-single", "yard-lights"), (WORLDWIDE,)),
    Licence("lampa-home", "lampa", ("rivers", "storm-waltz"), ("RU", "BY", "KZ")),
    Licence("lampa-until", "lampa", ("open-window",), (WORLDWIDE,), ends=21),
    Licence("blauholz-world", "blauholz", ("northeast", "last-bus", "sunday", "cinnamon"), (WORLDWIDE,)),
    Licence("blauholz-next", "blauholz", ("next-week",), (WORLDWIDE,), starts=7),
    Licence("halfway-not-de", "halfway", ("tide-tables", "kitchen-dub"), (WORLDWIDE,), excluded=("DE",)),
    Licence("halfway-world", "halfway", ("eight-spoons", "tenfold-ep"), (WORLDWIDE,)),
    Licence("halfway-past", "halfway", ("brass-planets",), (WORLDWIDE,), starts=-700, ends=-10),
)

POLICIES = (
    PolicySample(
        "lift-not-in-de", "lampa", "yard-lights-3", "block", ("DE",), "Released there by another label"
    ),
    PolicySample(
        "cake-not-in-ru", "blauholz", "sunday-2", "block", ("RU",), "Vertrieb dort noch nicht geregelt"
    ),
    PolicySample(
        "spoons-report", "halfway", "eight-spoons-3", "report", (WORLDWIDE,), "Free to share, please count"
    ),
    PolicySample(
        "drain-nowhere", "halfway", "tenfold-ep-3", "block", (WORLDWIDE,), "Withdrawn at the artist's wish"
    ),
)

OWN_MUSIC = (
    MemberUpload("own-01", "pavel-r", "Павел Рябинин", "Первая проба", "mp3", 192, S.CHIPTUNE, 2001, 31),
    MemberUpload("own-02", "mia", "Mia Tannert", "Skizze in Blau", "opus", 96, S.AMBIENT, 2002, 42),
    MemberUpload("own-03", "daria", "Дарья Мельник", "Колыбельная для кота", "mp3", 256, S.BALLAD, 2003, 58),
    MemberUpload("own-04", "tomasz", "Tomasz Wrona", "Attic Take Three", "flac", 0, S.JAZZ, 2004, 66),
    MemberUpload("own-05", "alina", "Алина Сафина", "Дворы", "mp3", 192, S.SYNTHPOP, 2005, 73),
    MemberUpload("own-06", "jonas", "Jonas Ahlbeck", "Basement Jam", "mp3", 128, S.FUNK, 2006, 80),
    MemberUpload("own-07", "gleb", "Глеб Ершов", "Репетиция 14 марта", "mp3", 192, S.ROCK, 2007, 86),
    MemberUpload("own-08", "ines", "Inês Carvalhal", "Marginal", "opus", 128, S.REGGAE, 2008, 78),
    MemberUpload("own-09", "timur", "Тимур Ахметов", "Степь ночью", "flac", 0, S.ORCHESTRAL, 2009, 94),
    MemberUpload("own-10", "hannah", "Hannah Oakes", "Allotment Waltz", "mp3", 192, S.WALTZ, 2010, 52),
    MemberUpload("own-11", "maxim", "Максим Дроздов", "140", "mp3", 320, S.TECHNO, 2011, 99),
    MemberUpload("own-12", "leila", "Leila Haddad", "Three Buses Home", "opus", 96, S.BREAKS, 2012, 71),
    MemberUpload(
        "own-13", "nastya", "Настя Берёзкина", "Без названия (пианино)", "mp3", 160, S.BALLAD, 2013, 63
    ),
    MemberUpload("own-14", "oskar", "Oskar Pfeil", "Küchenradio", "mp3", 192, S.SYNTHPOP, 2014, 48),
    MemberUpload("own-15", "sergey", "Сергей Кольцов", "Туман над прудом", "flac", 0, S.AMBIENT, 2015, 105),
    MemberUpload("own-16", "member", "Лена Арефьева", "Четыре аккорда", "mp3", 192, S.BALLAD, 2016, 36),
)

RE_UPLOADS = (
    MemberUpload(
        "copy-1", "artem", "трамвай до весны", "konechnaya", "mp3", 64,
        copy_of="last-stop-1", disguise="reencode", heard_in=("RU", "DE", "GB"),
    ),
    MemberUpload(
        "copy-2", "finn", "unknown", "techno track i found", "mp3", 128,
        copy_of="last-bus-2", disguise="speed+2", heard_in=("RU", "DE", "GB"),
    ),
    MemberUpload(
        "copy-3", "greta", "Ferrymen", "harbour lights (my favourite part)", "opus", 64,
        copy_of="tide-tables-2", disguise="crop30", heard_in=("RU", "GB"),
    ),
    MemberUpload(
        "copy-4", "kirill", "Ласточки", "Лифт (запись с концерта)", "mp3", 128,
        copy_of="yard-lights-3", disguise="noise10", heard_in=("RU", "GB"),
    ),
    MemberUpload(
        "copy-5", "olga", "В. Листопадова", "Кама", "mp3", 192,
        copy_of="rivers-1", disguise="speed-2", heard_in=("RU",),
    ),
    MemberUpload(
        "copy-6", "lukas", "Frl. Kompass", "Insel (leak!!)", "opus", 96,
        copy_of="next-week-1", disguise="reencode", heard_in=(),
    ),
    MemberUpload(
        "copy-7", "ruslan", "no name", "drn", "mp3", 128,
        copy_of="tenfold-ep-3", disguise="quiet", heard_in=(),
    ),
    MemberUpload(
        "copy-8", "sveta", "вера л.", "чай остыл, плохая запись", "mp3", 64,
        copy_of="rivers-3", disguise="reencode", heard_in=("RU",),
    ),
    MemberUpload(
        "copy-9", "nora", "ferrymen", "knots but happier", "mp3", 128,
        copy_of="tide-tables-4", disguise="pitch+1", heard_in=("RU", "GB"),
    ),
    MemberUpload(
        "copy-10", "gleb", "гараж", "слушаем вместе: breakfast boss", "mp3", 128,
        copy_of="eight-spoons-2", disguise="voice", heard_in=("RU", "DE", "GB"),
    ),
    MemberUpload(
        "copy-11", "zhenya", "zhenya", "три песни за минуту", "opus", 96,
        copy_of="cinnamon-2", disguise="medley", heard_in=("RU", "DE", "GB"),
    ),
    MemberUpload(
        "copy-12", "noah", "noah", "save point (speedrun)", "mp3", 128,
        copy_of="eight-spoons-3", disguise="speed+2", heard_in=("RU", "DE", "GB"),
    ),
)  # fmt: skip

MEMBER_UPLOADS = OWN_MUSIC + RE_UPLOADS


FIRST = "last-stop-4"  # of the label that signs in as label@: its office has something to show at once


def in_order_of_arrival() -> tuple[Recording | MemberUpload, ...]:
    """Recordings and members' own music, short ones first so that something can be heard soon; each copy soon
    after what it copies."""
    fresh: list[Recording | MemberUpload] = [*RECORDINGS, *OWN_MUSIC]
    fresh.sort(key=lambda sound: (sound.key != FIRST, sound.seconds or 0, sound.key))
    return tuple(
        one for sound in fresh for one in (sound, *(c for c in RE_UPLOADS if c.copy_of == sound.key))
    )
