"""What the people of the sample world say to each other: a chat of a band, dialogs, a stranger's request."""

from collections.abc import Mapping
from datetime import timedelta

from akkord.dialogs import actions as dialogs
from akkord.dialogs.actions import Words
from akkord.flow import clock
from akkord.people.models import Person

CHAT = "Квартирник в пятницу"
CHAT_MEMBERS = ("artem", "gleb", "daria")
CHAT_LINES = (
    ("member", "Собираемся у меня в семь. Соседи предупреждены, пианино настроено."),
    ("gleb", "Беру бас и маленький комбик. Честно, маленький."),
    ("daria", "Я с котом, он всё равно пойдёт."),
    ("artem", "Педали нужны?"),
    ("member", "Одна. Одна, Артём."),
    ("gleb", "Список песен скину вечером, там есть новая про дворы."),
    ("artem", "Принесу чай, две педали и оправдание."),
)
# (one, other) → lines by turns of who says them
DIALOGS: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("member", "artem"): (
        ("artem", "Привет! Ты слышала, что выложили на «Последней остановке»?"),
        ("member", "Слышала. Три раза подряд, пока мыла посуду."),
        ("artem", "И как?"),
        ("member", "Посуда чистая, а я всё ещё мою."),
        ("artem", "Можно я приду в пятницу с двумя педалями?"),
    ),
    ("member", "hanna-b"): (
        ("hanna-b", "Hi Lena, is the kitchen concert on Friday open for a visitor from far away?"),
        ("member", "Of course! Bring something that fits into a small room."),
        ("hanna-b", "A concertina and good manners. See https://example.org/concertina for the size."),
    ),
    ("artem", "kirill"): (("kirill", "Артём, верни каподастр."), ("artem", "Какой каподастр?")),
}
STRANGER = (
    "yulia",
    "member",
    "Здравствуйте! Видела вашу запись с кухни. Можно сыграть её на занятии по свингу?",
)
PAUSE = timedelta(minutes=7)


def talk(members: Mapping[str, Person]) -> None:
    """All that was said, over the last hours and in its order; the chat first, so that it is chat 1."""
    began = clock.now() - timedelta(hours=20)
    with clock.at(began):
        chat = dialogs.found_chat(members["member"], CHAT, [members[key].pk for key in CHAT_MEMBERS])
    longest = max(len(lines) for lines in [CHAT_LINES, *DIALOGS.values()])
    for place in range(longest):
        with clock.at(began + (place + 1) * PAUSE):
            if place < len(CHAT_LINES):
                who, text = CHAT_LINES[place]
                dialogs.say(members[who], chat.pk, Words(text))
            for (one, other), lines in DIALOGS.items():
                if place < len(lines):
                    who, text = lines[place]
                    dialogs.write(members[who], members[other if who == one else one], Words(text))
    who, whom, text = STRANGER
    dialogs.write(members[who], members[whom], Words(text))
