"""What was decided of tracks, remembered for as long as it holds.

Every change of a fact counts FactsVersion up in the transaction of the change. Whoever looks an answer up has
read that count at this moment, and takes only what was worked out under the same one; nor is an answer taken
past the moment at which a fact it rests on begins or ends.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import Any, Generic, TypeVar

from akkord.music.rules import Listener
from akkord.rights.terms import CommercialModel, Viewer

Said = TypeVar("Said")
Asked = tuple[int, str, CommercialModel, Viewer]  # track, territory, offer, in what quality


_made: list["Answers[Any]"] = []


class Answers(Generic[Said]):
    """So many answers; the oldest are forgotten first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._known: OrderedDict[Asked, tuple[int, datetime | None, Said]] = OrderedDict()
        self._lock = Lock()
        _made.append(self)

    def known(self, asked: Asked, version: int, moment: datetime) -> Said | None:
        """What was answered, if facts are as they were and no boundary has passed."""
        found = self._known.get(asked)
        if found is None or found[0] != version or (found[1] is not None and moment >= found[1]):
            return None
        return found[2]

    def keep(self, asked: Asked, version: int, until: datetime | None, said: Said) -> None:
        """`version` is that of before the facts were read."""
        with self._lock:
            self._known[asked] = version, until, said
            self._known.move_to_end(asked)
            while len(self._known) > self.most:
                self._known.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._known.clear()


def question(listener: Listener, track: int, sender: int | None) -> Asked:
    """What an answer hangs on besides the facts; a rights office is asked about anew each time."""
    own = sender is not None and sender == listener.person_id
    return (
        track,
        listener.territory,
        listener.standing.model,
        Viewer.UPLOADER if own else Viewer.LISTENER,
    )


def forget_answers() -> None:
    """As if nothing had been asked yet, by anybody in this process: the numbers are another database's."""
    for answers in _made:
        answers.forget()
