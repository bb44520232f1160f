"""What listeners hear next, guessed: by what goes with what they heard, and by what is popular.

Offline: of every listener the last track they came to is kept back; how often is it among the first twenty
of each list, without what they have heard? The listeners are made up: each has two or three of 40 tastes,
within a taste tracks are popular by Zipf's law, and a fifth of what they hear is from anywhere. Real ones
would be better; a site's own are counted with the same rules (`akkord.music.rules.ranking`).

python bench/discovery.py
"""

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from akkord.music.rules import ranking

PEOPLE, TASTES, TRACKS_OF_ONE, HEARD, SHOWN = 2000, 40, 125, 30, 20


def made_up(chance: Random) -> dict[int, list[int]]:
    """person → the tracks they came to, in order, each once."""
    weights = [1 / (place + 1) for place in range(TRACKS_OF_ONE)]
    people = {}
    for person in range(PEOPLE):
        tastes = chance.sample(range(TASTES), chance.choice((2, 3)))
        came: dict[int, None] = {}
        while len(came) < HEARD:
            taste = chance.choice(tastes) if chance.random() < 0.8 else chance.randrange(TASTES)
            came[taste * TRACKS_OF_ONE + chance.choices(range(TRACKS_OF_ONE), weights)[0]] = None
        people[person] = list(came)
    return people


def main() -> None:
    """Recall at 20 of both lists, and what the guess costs."""
    people = made_up(Random(1))
    kept_back = {person: tracks[-1] for person, tracks in people.items()}
    listeners: defaultdict[int, set[int]] = defaultdict(set)
    for person, tracks in people.items():
        for track in tracks[:-1]:
            listeners[track].add(person)
    popular = [track for track, _ in Counter({t: len(p) for t, p in listeners.items()}).most_common()]
    hits, begun = Counter[str](), time.process_time()
    asked = list(people)[:300]
    for person in asked:
        known = set(people[person][:-1])
        score: Counter[int] = Counter()
        for seed in people[person][-6:-1]:  # the last five they came to, as five radios at once
            for track, near in ranking.going_with(listeners[seed], listeners)[:200]:
                if track not in known:
                    score[track] += near
        hits["co-listening"] += kept_back[person] in [track for track, _ in score.most_common(SHOWN)]
        hits["popularity"] += kept_back[person] in [t for t in popular if t not in known][:SHOWN]
    spent = (time.process_time() - begun) / len(asked)
    print(f"{len(asked)} of {PEOPLE} made-up listeners, {TASTES * TRACKS_OF_ONE} tracks, recall at {SHOWN}:")
    for name in ("co-listening", "popularity"):
        print(f"  {name:14} {hits[name] / len(asked):6.3f}")
    ratio = hits["co-listening"] / max(1, hits["popularity"])
    print(f"  ratio          {ratio:6.2f}; {spent * 1000:.0f} ms each")


if __name__ == "__main__":
    main()
