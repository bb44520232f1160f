"""The rules of the house, as data: each with the day from which it holds, in every language of the site.

A rule that changes is entered again under its name with a later day; decisions keep the day they were made
by, so what somebody was told stays readable. An older text is never edited.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .deciding import Thing

_ANYTHING = frozenset(Thing)
_WORDS = _ANYTHING - {Thing.TRACK}
_FIRST = date(2026, 1, 1)


@dataclass(frozen=True)
class Rule:
    """A rule as it holds from a day on; `title` and `text` by language."""

    name: str
    since: date
    about: frozenset[Thing]
    title: Mapping[str, str]
    text: Mapping[str, str]
    until: date | None = None  # given up: from this day on nothing is decided by it

    def said(self, language: str) -> tuple[str, str]:
        """Title and text in the language, else in English."""
        known = language if language in self.title else "en"
        return self.title[known], self.text[known]


HOUSE: tuple[Rule, ...] = (
    Rule(
        "spam",
        _FIRST,
        _ANYTHING,
        {"en": "Spam and deceit", "ru": "Спам и обман"},
        {
            "en": "No mass messages or posts nobody asked for, no fraud, no false links.",
            "ru": "Никаких рассылок, которых никто не просил, мошенничества и ложных ссылок.",
        },
    ),
    Rule(
        "harassment",
        _FIRST,
        _WORDS,
        {"en": "Insults and harassment", "ru": "Оскорбления и травля"},
        {
            "en": "Argue about what is said, not against who says it: no insults, no pursuit.",
            "ru": "Спорьте с тем, что сказано, а не с тем, кто сказал: без оскорблений и преследования.",
        },
    ),
    Rule(
        "threats",
        _FIRST,
        _ANYTHING,
        {"en": "Threats and calls to violence", "ru": "Угрозы и призывы к насилию"},
        {
            "en": "Nobody is threatened here, and nobody is called upon to hurt others.",
            "ru": "Здесь никому не угрожают и никого не призывают причинять вред другим.",
        },
    ),
    Rule(
        "hatred",
        _FIRST,
        _ANYTHING,
        {"en": "Hatred of groups of people", "ru": "Ненависть к группам людей"},
        {
            "en": "No contempt for people because of origin, faith, sex, orientation, disability or illness.",
            "ru": "Нельзя унижать людей за происхождение, веру, пол, ориентацию, инвалидность или болезнь.",
        },
    ),
    Rule(
        "private",
        _FIRST,
        _WORDS,
        {"en": "Others’ private data", "ru": "Чужие личные данные"},
        {
            "en": "Addresses, telephone numbers and letters of others stay private without their leave.",
            "ru": "Адреса, телефоны, документы и переписку других людей не публикуют без их согласия.",
        },
    ),
    Rule(
        "impersonation",
        _FIRST,
        frozenset({Thing.PERSON, Thing.GROUP, Thing.TRACK}),
        {"en": "Pretending to be somebody else", "ru": "Выдавать себя за другого"},
        {
            "en": "Nobody acts for a person, band or organisation without leave. Parody says what it is.",
            "ru": "Нельзя выступать от имени человека, группы или организации, не имея к ним отношения. "
            "Пародия называет себя пародией.",
        },
    ),
    Rule(
        "sexual",
        _FIRST,
        _ANYTHING,
        {"en": "Sexual content", "ru": "Сексуальные материалы"},
        {
            "en": "No pornography, and nothing sexual about minors in any form.",
            "ru": "Никакой порнографии, и ничего сексуального о несовершеннолетних ни в каком виде.",
        },
    ),
)


def rules_at(day: date) -> list[Rule]:
    """The rules that hold on a day, each as it stands then, in the order of the house."""
    standing: dict[str, Rule] = {}
    for rule in sorted(HOUSE, key=lambda each: each.since):
        if rule.since <= day:
            standing[rule.name] = rule
    names = dict.fromkeys(rule.name for rule in HOUSE)
    held = [standing[name] for name in names if name in standing]
    return [rule for rule in held if rule.until is None or day < rule.until]


def rules_for(thing: Thing, day: date) -> list[Rule]:
    """Those a thing of this kind can break."""
    return [rule for rule in rules_at(day) if thing in rule.about]


def rule_as_it_stood(name: str, since: date) -> Rule:
    """The rule as a decision named it. Raises LookupError."""
    found = next((rule for rule in HOUSE if (rule.name, rule.since) == (name, since)), None)
    if found is None:
        raise LookupError(f"no rule {name} since {since}")
    return found
