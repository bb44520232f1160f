"""Live news of dialogs: a line in the table names what changed; what it says is read when it is told.

So no words of a message are copied out of its row, and what was deleted meanwhile is told as deleted.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from akkord.flow import clock
from akkord.flow.queries import Line
from akkord.people.queries import people_by_numbers
from akkord.words.markup import linked

from ..models import Attachment, Forwarded, Member, Message
from .gate import ongoing

TOPIC = "dialog:"
WORDS = ("message", "changed")  # kinds that tell of one message


def open_topics(person_id: int) -> frozenset[str]:
    """The topics of everything this person is in now."""
    return frozenset(f"{TOPIC}{number}" for number in ongoing(person_id).values_list("dialog_id", flat=True))


def told(lines: Sequence[Line]) -> list[Line]:
    """The lines with what they tell of, in two queries; typing that is over is told no more."""
    named = {
        (p["dialog"], p["seq"]) for _n, topic, kind, p in lines if kind in WORDS and topic.startswith(TOPIC)
    }
    said = _said(named) if named else {}
    now = clock.now()
    return [
        (number, topic, kind, payload | said.get((payload.get("dialog"), payload.get("seq")), {}))
        for number, topic, kind, payload in lines
        if kind != "typing" or now < datetime.fromisoformat(str(payload["until"]))
    ]


def news_for(person_id: int, lines: Sequence[Line]) -> list[Line]:
    """What of missed lines this person may still be told: what was said before they came is not theirs."""
    numbers: set[Any] = {p["dialog"] for _n, topic, _k, p in lines if topic.startswith(TOPIC)}
    if not numbers:
        return told(lines)
    firsts = dict(
        Member.objects.filter(person_id=person_id, dialog__in=numbers).values_list("dialog_id", "first_seq")
    )
    theirs = [line for line in lines if not line[1].startswith(TOPIC) or _since(firsts, line[3])]
    return told(theirs)


def _since(firsts: dict[int, int], payload: dict[str, Any]) -> bool:
    first = firsts.get(payload["dialog"])
    return first is not None and payload.get("seq", first) >= first


def _said(named: Iterable[tuple[Any, Any]]) -> dict[tuple[Any, Any], dict[str, object]]:
    """(dialog, number) → what a page draws: `plain` when the words and the name are all there is of it."""
    wanted = set(named)
    dialogs, seqs = {dialog for dialog, _seq in wanted}, {seq for _dialog, seq in wanted}
    rows = Message.objects.filter(dialog__in=dialogs, seq__in=seqs)
    messages = [m for m in rows if (m.dialog_id, m.seq) in wanted]
    numbers = [m.pk for m in messages]
    rich = set(Attachment.objects.filter(message__in=numbers).values_list("message_id", flat=True))
    rich |= set(Forwarded.objects.filter(message__in=numbers).values_list("message_id", flat=True))
    people = people_by_numbers({m.author_id for m in messages})
    return {
        (m.dialog_id, m.seq): {
            "author": m.author_id,
            "name": people[m.author_id].name if m.author_id in people else "",
            "client": m.client_id,
            "html": str(linked(m.text)) if m.deleted_at is None else "",
            "text": m.text if m.deleted_at is None else "",
            "plain": not (m.pk in rich or m.event or m.reply_to or m.edited_at or m.deleted_at),
            "at": m.made_at.isoformat(),
        }
        for m in messages
    }
