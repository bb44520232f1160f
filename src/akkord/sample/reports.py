"""What members of the sample world have reported, for the desk of moderation: nothing is decided yet."""

from collections.abc import Mapping

from akkord.care import actions as care
from akkord.care.rules import Thing
from akkord.music.rules import Listener
from akkord.people.models import Person

# reporter, whose page, rule, words
REPORTED = (
    ("artem", "kirill", "impersonation", "Он подписывается как «Последняя остановка», а это наша группа."),
    ("hanna-b", "kirill", "spam", "The same link to a shop under everything I write."),
    ("member", "yulia", "harassment", ""),
)


def report(members: Mapping[str, Person]) -> None:
    for reporter, whose, rule, words in REPORTED:
        who = members[reporter]
        care.report(who, Thing.PERSON, members[whose].pk, rule, words, Listener(who.pk, "ZZ"))
