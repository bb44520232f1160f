"""What the people of the sample world say to each other's posts, and what they like."""

from collections.abc import Mapping
from datetime import timedelta

from akkord.flow import clock
from akkord.music.rules import Listener
from akkord.people.models import Person
from akkord.wall import actions as wall
from akkord.wall import queries as walls

# How a post begins → who says what to it; a number says which of the lines above is answered.
SAID: dict[str, tuple[tuple[str, str, int | None], ...]] = {
    "Спасибо всем за поздравления!": (
        ("artem", "Утка держит темп лучше меня.", None),
        ("vika", "Покажи утку!", None),
        ("member", "Утка спит, не будите.", 1),
        ("gleb", "Утка на четыре четверти: это уже джаз.", None),
    ),
    "Вопрос знатокам: как перестать покупать педали?": (
        ("member", "Никак. Мы пробовали тебя спрятать от магазина.", None),
        ("kirill", "Сначала верни каподастр.", None),
        ("artem", "Какой каподастр?", 1),
    ),
    "Ищу барабанщика.": (("gleb", "Знаю одного, но он живёт на втором.", None),),
}
# Who passes a post on → how it begins, and with what word.
PASSED_ON = {
    "member": ("Ищу барабанщика.", "Барабанщики, откликнитесь. Играем тут же, на **кухне**. #кухня"),
    "gleb": ("Спасибо всем за поздравления!", ""),
}
POLL = (
    "Собираемся в пятницу. #кухня",
    "С чего начнём вечер?",
    ("С чая", "С настройки", "С песни про дворы"),
)
LIKES = ("member", "artem", "vika", "gleb", "daria", "kirill", "pavel-r")


def comment(members: Mapping[str, Person]) -> None:
    """Every line in its order, a few minutes apart; hearts from whoever is near."""
    began = clock.now() - timedelta(hours=30)
    for number, (begins, lines) in enumerate(SAID.items()):
        post = walls.newest_with(begins)
        assert post is not None, begins
        comments: list[int] = []
        for place, (who, text, answered) in enumerate(lines):
            with clock.at(began + timedelta(hours=number, minutes=5 * place)):
                answers = comments[answered] if answered is not None else None
                made = wall.write_comment(members[who], post, text=text, answers=answers)
                comments.append(made.pk)
                if place == 0:
                    wall.like(members[LIKES[number + 1]], made)
        for who in LIKES[number:]:
            if members[who].pk != post.author_id:
                wall.like(members[who], post)
    asker = members["daria"]
    with clock.at(clock.now() - timedelta(hours=5)):
        asking = wall.write_post(
            asker, wall_person=asker, text=POLL[0], poll=wall.Question(POLL[1], POLL[2], named=True)
        )
    poll = walls.view_of(Listener(asker.pk, "ZZ"), asking.pk).poll
    assert poll is not None
    for place, who in enumerate(("member", "artem", "vika", "gleb")):
        wall.vote(members[who], asking, [poll.answers[place % len(POLL[2])].number])
    for who, (begins, word) in PASSED_ON.items():
        found = walls.newest_with(begins)
        wall.write_post(members[who], wall_person=members[who], text=word, of=found)
