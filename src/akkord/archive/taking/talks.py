"""Conversations: one's own copy, word for word; nobody else's view of them is touched by it."""

from django.db.models import Count, Max

from ..format import MESSAGES, TALKS, MessageSaid, TalkSaid, number_of
from ..models import Line, Talk
from .errand import Errand


def take_talks(errand: Errand) -> None:
    photos, papers = errand.brought("photo"), errand.brought("document")
    for said in errand.archive.read("data/messages.json", TALKS):
        talk = _talk(errand, said)
        for file in said.files:
            rows = errand.archive.read(file, MESSAGES)
            for _ in (note for each in rows for note in each.voices):
                errand.leave_out("voices")
            lines = [_line(talk, each, photos, papers) for each in rows]
            Line.objects.bulk_create(lines, batch_size=200, ignore_conflicts=True)
        figures = Line.objects.filter(talk=talk).aggregate(size=Count("pk"), last_at=Max("at"))
        Talk.objects.filter(pk=talk.pk).update(**figures)


def _talk(errand: Errand, said: TalkSaid) -> Talk:
    talk, _ = Talk.objects.get_or_create(
        person=errand.person,
        site_key=errand.key,
        chat=said.chat,
        ref=number_of(said.address),
        defaults={"title": said.title, "site": errand.bringing.site},
    )
    return talk


def _line(talk: Talk, said: MessageSaid, photos: dict[int, int], papers: dict[int, int]) -> Line:
    return Line(
        talk=talk,
        number=said.number,
        at=said.at,
        by=said.by.number,
        name=said.by.name,
        text=said.text,
        event=said.event,
        deleted=said.deleted,
        passed_on=[each.model_dump() for each in said.passed_on],
        tracks=[{"title": each.title, "artist": each.artist} for each in said.tracks],
        photos=[photos[number] for number in said.photos if number in photos],
        documents=[papers[number] for number in said.documents if number in papers],
    )
