"""The people and communities of the sample world, who is friends with whom, and the three fixed sign-ins.

Everybody is invented; addresses end in .example, which no real domain can (RFC 2606).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

PASSWORD = "akkord-sample"  # of the sample sign-ins only, printed at the first start
GRAPH_SEED = 50


@dataclass(frozen=True, slots=True)
class Person:
    """One member: language of their pages, country as ISO code, birthday as (day, month) or None."""

    key: str
    first: str
    last: str
    gender: Literal["f", "m"]
    language: Literal["ru", "en"]
    city: str
    country: str
    bio: str
    birthday: tuple[int, int] | None = None

    @property
    def email(self) -> str:
        """The address the person signs in with."""
        return f"{self.key}@akkord.example"


@dataclass(frozen=True, slots=True)
class Community:
    """A community: its founder and members are keys of people."""

    key: str
    name: str
    language: Literal["ru", "en"]
    about: str
    founder: str
    members: tuple[str, ...]
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """A documented sign-in; `acts_for` is the label's key for its representative."""

    email: str
    role: Literal["member", "label", "operator"]
    first: str
    last: str
    acts_for: str | None = None


SIGN_INS = (
    SignIn("member@akkord.example", "member", "Лена", "Арефьева"),
    SignIn("label@akkord.example", "label", "Маргарита", "Ольшанская", "lampa"),
    SignIn("operator@akkord.example", "operator", "Anton", "Wexelblat"),
)

PEOPLE = (
    Person(
        "member",
        "Лена",
        "Арефьева",
        "f",
        "ru",
        "Екатеринбург",
        "RU",
        "Гитара, кухня, четыре аккорда.",
        (17, 4),
    ),
    Person(
        "artem",
        "Артём",
        "Голубев",
        "m",
        "ru",
        "Екатеринбург",
        "RU",
        "Коллекционирую педали и оправдания.",
        (3, 9),
    ),
    Person("vika", "Виктория", "Снежко", "f", "ru", "Пермь", "RU", "Учусь петь и дышать.", (21, 1)),
    Person("pavel-r", "Павел", "Рябинин", "m", "ru", "Рязань", "RU", "Паяю, сочиняю, снова паяю."),
    Person(
        "daria",
        "Дарья",
        "Мельник",
        "f",
        "ru",
        "Воронеж",
        "RU",
        "Пианино и кот, именно в таком порядке.",
        (8, 12),
    ),
    Person("alina", "Алина", "Сафина", "f", "ru", "Казань", "RU", "Пишу песни про дворы.", (30, 6)),
    Person("gleb", "Глеб", "Ершов", "m", "ru", "Тверь", "RU", "Бас-гитара. Да, громко."),
    Person("timur", "Тимур", "Ахметов", "m", "ru", "Оренбург", "RU", "Степь, оркестр в ноутбуке.", (12, 2)),
    Person("maxim", "Максим", "Дроздов", "m", "ru", "Санкт-Петербург", "RU", "Техно по пятницам."),
    Person("nastya", "Анастасия", "Берёзкина", "f", "ru", "Кострома", "RU", "Учительница музыки.", (1, 10)),
    Person("sergey", "Сергей", "Кольцов", "m", "ru", "Псков", "RU", "Записываю пруды, леса и тишину."),
    Person("kirill", "Кирилл", "Башаров", "m", "ru", "Уфа", "RU", "Концерты, первый ряд.", (25, 7)),
    Person("olga", "Ольга", "Камышева", "f", "ru", "Пермь", "RU", "Пою в машине.", (14, 5)),
    Person("ruslan", "Руслан", "Идрисов", "m", "ru", "Самара", "RU", "Бегаю и слушаю."),
    Person(
        "marina", "Марина", "Полякова", "f", "ru", "Вологда", "RU", "Хормейстер, альты в сердце.", (19, 3)
    ),
    Person("roman", "Роман", "Вересов", "m", "ru", "Новосибирск", "RU", "Винил и поезда."),
    Person("sveta", "Светлана", "Ушакова", "f", "ru", "Ярославль", "RU", "Рисую обложки.", (6, 11)),
    Person("danil", "Данил", "Чернов", "m", "ru", "Томск", "RU", "Студент, барабанщик, карандаши."),
    Person("yulia", "Юлия", "Танаева", "f", "ru", "Краснодар", "RU", "Преподаю свинг.", (28, 8)),
    Person("andrey", "Андрей", "Громовой", "m", "ru", "Челябинск", "RU", "Чиню магнитофоны."),
    Person("polina", "Полина", "Заречная", "f", "ru", "Саратов", "RU", "Собираю колыбельные.", (2, 2)),
    Person("zhenya", "Евгений", "Лапин", "m", "ru", "Сочи", "RU", "Регги круглый год."),
    Person("ksenia", "Ксения", "Радиева", "f", "ru", "Иркутск", "RU", "Ведущая «Кухонного эфира».", (9, 9)),
    Person("ilya-k", "Илья", "Камертонов", "m", "ru", "Москва", "RU", "Настройщик роялей."),
    Person("lyuba", "Любовь", "Пирогова", "f", "ru", "Тула", "RU", "Бабушка с аккордеоном.", (5, 6)),
    Person("mia", "Mia", "Tannert", "f", "en", "Leipzig", "DE", "Slow music for fast days.", (11, 3)),
    Person("tomasz", "Tomasz", "Wrona", "m", "en", "Kraków", "PL", "Clarinet in an attic."),
    Person("jonas", "Jonas", "Ahlbeck", "m", "en", "Malmö", "SE", "Too many notes.", (23, 10)),
    Person("ines", "Inês", "Carvalhal", "f", "en", "Porto", "PT", "Sea, dub, repeat.", (16, 7)),
    Person("hannah", "Hannah", "Oakes", "f", "en", "Shrewsbury", "GB", "Allotment and accordion."),
    Person("leila", "Leila", "Haddad", "f", "en", "Manchester", "GB", "Beats on buses.", (4, 4)),
    Person("oskar", "Oskar", "Pfeil", "m", "en", "Dresden", "DE", "Repariert Synthesizer."),
    Person("finn", "Finn", "Maartens", "m", "en", "Rotterdam", "NL", "Night shifts, long playlists."),
    Person("greta", "Greta", "Sundby", "f", "en", "Bergen", "NO", "Harmony parts only.", (29, 1)),
    Person("lukas", "Lukas", "Brandner", "m", "en", "Graz", "AT", "Plattenladen-Dauergast."),
    Person("amelie", "Amélie", "Courtois", "f", "en", "Nantes", "FR", "Cello, trains, soup.", (7, 7)),
    Person("callum", "Callum", "Birnie", "m", "en", "Aberdeen", "GB", "Two songs and one joke."),
    Person(
        "priya", "Priya", "Venkat", "f", "en", "Leicester", "GB", "Studies rhythm, counts stairs.", (13, 11)
    ),
    Person("noah", "Noah", "Lindqvist", "m", "en", "Turku", "FI", "I beep."),
    Person("sofia", "Sofía", "Arce", "f", "en", "Valencia", "ES", "Alto. Quiet, mostly."),
    Person(
        "mateusz", "Mateusz", "Kalina", "m", "en", "Gdańsk", "PL", "Beats at three in the morning.", (20, 12)
    ),
    Person("elin", "Elin", "Storvik", "f", "en", "Umeå", "SE", "Organs in small villages."),
    Person("david", "David", "Achterberg", "m", "en", "Utrecht", "NL", "Teaches thirty ukuleles.", (31, 5)),
    Person("yara", "Yara", "Khoury", "f", "en", "Berlin", "DE", "Oud and electricity."),
    Person("bastian", "Bastian", "Kienle", "m", "en", "Freiburg", "DE", "Kontrabass im Zug.", (22, 2)),
    Person("freya", "Freya", "Dunmore", "f", "en", "Edinburgh", "GB", "Programme notes, paper boats."),
    Person("samuel", "Samuel", "Adeyinka", "m", "en", "Bristol", "GB", "If it hums, bring it.", (15, 8)),
    Person("nora", "Nora", "Keelan", "f", "en", "Cork", "IE", "Photographs small stages."),
    Person("arman", "Арман", "Сейтказин", "m", "ru", "Алматы", "KZ", "Домбра, кофе, горы.", (10, 1)),
    Person("hanna-b", "Ганна", "Бурак", "f", "ru", "Минск", "BY", "Перевожу песни и вяжу."),
)

_COMMUNITIES: tuple[tuple[str, str, Literal["ru", "en"], str, str, int, tuple[str, ...]], ...] = (
    (
        "kitchen",
        "Кухонные концерты",
        "ru",
        "Играем дома, записываем на что есть, зовём соседей.",
        "member",
        18,
        (
            "Следующий концерт на кухне у Лены, 12 мест и одна табуретка.",
            "Присылайте записи, соберём сборник.",
        ),
    ),
    (
        "ural",
        "Уральская сцена",
        "ru",
        "Афиша, новости и споры о музыке Урала.",
        "andrey",
        16,
        ("В субботу «Трамвай до Весны» в депо, сбор в семь.", "Голосуем за песню месяца в комментариях."),
    ),
    (
        "accordion",
        "Аккордеон жив",
        "ru",
        "Вальсы, романсы, меха и клавиши для всех возрастов.",
        "lyuba",
        11,
        ("Ноты вальса выложу завтра, внучка поможет.",),
    ),
    (
        "field",
        "Полевые записи",
        "ru",
        "Пруды, поезда, рынки: звук места.",
        "sergey",
        12,
        (
            "Тема месяца: утро. Пишите, где и на что записано.",
            "Как защитить микрофон от ветра? Меховой носок.",
        ),
    ),
    (
        "lullabies",
        "Колыбельные",
        "ru",
        "Собираем колыбельные от бабушек и от друзей.",
        "polina",
        10,
        ("Новая запись из-под Саратова, голосу восемьдесят два года.",),
    ),
    (
        "night-bus",
        "Night Bus Radio",
        "en",
        "Tracks for the last ride home.",
        "leila",
        17,
        ("This week's theme: lights in other people's windows.", "Drop one track and one bus number."),
    ),
    (
        "chips",
        "Eight Bits Are Enough",
        "en",
        "Music from small sound chips, and how to make it.",
        "noah",
        12,
        (
            "Challenge: thirty seconds, three channels, no cheating.",
            "Tutorial on arpeggios is in the first post.",
        ),
    ),
    (
        "village-choir",
        "Village Choir Exchange",
        "en",
        "Arrangements for choirs with four basses or none.",
        "hannah",
        11,
        ("Looking for a two-part carol that is not in D.",),
    ),
    (
        "gear",
        "Repair Your Gear",
        "en",
        "Hums, crackles and dead keys. Bring photos.",
        "samuel",
        14,
        ("Rule one: unplug it first.", "Has anyone got a schematic for a 1978 string machine?"),
    ),
    (
        "jazz-sunday",
        "Sunday Afternoon Jazz",
        "en",
        "Quintets, cake and brushes.",
        "bastian",
        13,
        ("Session at three, charts on the piano.", "Best brush work you heard this year?"),
    ),
)


def closeness(one: Person, other: Person) -> float:
    """How likely two people are to know each other: language, country and city bring them together."""
    same = 0.05 + 0.12 * (one.language == other.language) + 0.06 * (one.country == other.country)
    same += 0.4 * (one.city == other.city)
    return 0.55 if "member" in (one.key, other.key) and one.language == other.language else same


def build_friendships() -> tuple[tuple[str, str], ...]:
    """Pairs of friends, each pair once; nobody is left without a friend."""
    rng = np.random.default_rng(GRAPH_SEED)
    pairs = []
    for number, one in enumerate(PEOPLE):
        for other in PEOPLE[number + 1 :]:
            neighbours = other is PEOPLE[(number + 1) % len(PEOPLE)]
            if neighbours or rng.random() < closeness(one, other):
                pairs.append((one.key, other.key))
    return tuple(pairs)


def build_follows() -> tuple[tuple[str, str], ...]:
    """(follower, followed) among people who are not friends; makers of music are followed most."""
    rng = np.random.default_rng(GRAPH_SEED + 1)
    friends = {frozenset(pair) for pair in FRIENDSHIPS}
    makers = {"pavel-r", "daria", "alina", "maxim", "ines", "leila", "timur", "tomasz", "hannah", "ksenia"}
    return tuple(
        (one.key, other.key)
        for one in PEOPLE
        for other in PEOPLE
        if one is not other
        and frozenset((one.key, other.key)) not in friends
        and rng.random() < (0.25 if other.key in makers else 0.02)
    )


def build_communities() -> tuple[Community, ...]:
    """The table above with its members: mostly people of its language."""
    rng = np.random.default_rng(GRAPH_SEED + 2)
    made = []
    for key, name, language, about, founder, size, posts in _COMMUNITIES:
        weights = np.array([1.0 if person.language == language else 0.15 for person in PEOPLE])
        chosen = rng.choice(len(PEOPLE), size, replace=False, p=weights / weights.sum())
        members = {founder, *(PEOPLE[int(number)].key for number in chosen)}
        made.append(Community(key, name, language, about, founder, tuple(sorted(members)), posts))
    return tuple(made)


FRIENDSHIPS = build_friendships()
FOLLOWS = build_follows()
COMMUNITIES = build_communities()
