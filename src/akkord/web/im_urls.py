"""Addresses of dialogs at the members' door: /im/7 is the dialog with person 7, /im/c5 is chat 5."""

from django.urls import path, register_converter

from akkord.flow.pages import ARTIST, MEMBERS, UNDER_WAY, Page

from . import bringing, im, im_acts, im_chats, im_reports, im_voices
from .im_places import Where
from .music_urls import Number


class Place:
    """Where a dialog is, as people type it."""

    regex = f"c?{Number.regex}"

    def to_python(self, value: str) -> Where:
        return Where(chat=value.startswith("c"), number=int(value.removeprefix("c")))

    def to_url(self, value: Where) -> str:
        return str(value)


register_converter(Place, "dialog")
register_converter(im_voices.VoicePlace, "voice_place")

urlpatterns = [
    path("im", im.listed, name="im"),
    path("im/list", im.list_again, name="im_list"),
    path("im/unread", im.unread, name="im_unread"),
    path("im/delivered", im_acts.delivered, name="im_delivered"),
    path("im/requests", im.requests, name="im_requests"),
    path("im/share", im.share, name="im_share"),
    path("im/reports", im_reports.mine, name="im_reports"),
    path("im/new", im_chats.found, name="im_new_chat"),
    path("im/kept", bringing.talks, name="im_kept"),
    path("im/kept/<number:number>", bringing.talk, name="im_kept_talk"),
    path("im/voice/send", im_voices.send, name="im_voice_send"),
    path("im/voice/<voice_place:within>/<uuid:note>", im_voices.listen, name="im_voice"),
    path("im/<dialog:where>", im.thread, name="im_dialog"),
    path("im/<dialog:where>/rows", im.rows, name="im_rows"),
    path("im/<dialog:where>/composer", im.composer_again, name="im_composer"),
    path("im/<dialog:where>/message/<number:seq>", im.message, name="im_message"),
    path("im/<dialog:where>/message/<number:seq>/delete", im_acts.delete, name="im_delete"),
    path("im/<dialog:where>/message/<number:seq>/edit", im_acts.edit, name="im_edit"),
    path("im/<dialog:where>/send", im_acts.send, name="im_send"),
    path("im/<dialog:where>/read", im_acts.read, name="im_read"),
    path("im/<dialog:where>/typing", im_acts.typing, name="im_typing"),
    path("im/<dialog:where>/draft", im_acts.draft, name="im_draft"),
    path("im/<dialog:where>/keep", im_acts.keep, name="im_keep"),
    path("im/<dialog:where>/report", im_reports.report, name="im_report"),
    path("im/<dialog:where>/members", im_chats.members, name="im_members"),
    path("im/<dialog:where>/members/act", im_chats.act, name="im_members_act"),
]

PAGES: list[Page] = [
    Page("im", "/im", MEMBERS),
    Page("im_requests", "/im/requests", MEMBERS),
    Page("im_reports", "/im/reports", MEMBERS),
    Page("im_kept", "/im/kept", MEMBERS),
    Page("im_kept_talk", "/im/kept/{talk}", ARTIST, UNDER_WAY),
    Page("im_share", "/im/share?post=1", MEMBERS),
    Page("im_new_chat", "/im/new", MEMBERS),
    Page("im_dialog", "/im/2", MEMBERS),
    Page("im_members", "/im/c1/members", ("member",)),
    Page("im_message", "/im/c1/message/2", ("member",)),
    Page("im_report", "/im/c1/report", ("member",)),
]
