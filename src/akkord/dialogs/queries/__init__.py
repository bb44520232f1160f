"""Every read of dialogs, with their gate."""

from akkord.dialogs.models import Member, Message, Report

from .carried import carries_document, may_hear_voice, photos_in, said_in
from .gate import (
    calling,
    chat_of,
    found,
    listed,
    member_of,
    memberships,
    message_for,
    messages_for,
    ongoing,
    pair_of,
    place_of,
    requests_to,
    roles_in,
    unread,
)
from .news import news_for, open_topics, told
from .reports import open_reports, report_by_number, reports_by, voices_disclosed, was_shown
from .standing import door_to
from .views import (
    DialogView,
    MessageView,
    Quoted,
    Thread,
    dialog_view,
    dialog_views,
    dialogs_of,
    members_of,
    thread,
    views_of,
)

__all__ = [
    "DialogView",
    "Member",
    "Message",
    "MessageView",
    "Quoted",
    "Report",
    "Thread",
    "calling",
    "carries_document",
    "chat_of",
    "dialog_view",
    "dialog_views",
    "dialogs_of",
    "door_to",
    "found",
    "listed",
    "may_hear_voice",
    "member_of",
    "members_of",
    "memberships",
    "message_for",
    "messages_for",
    "news_for",
    "ongoing",
    "open_reports",
    "open_topics",
    "pair_of",
    "photos_in",
    "place_of",
    "report_by_number",
    "reports_by",
    "requests_to",
    "roles_in",
    "said_in",
    "thread",
    "told",
    "unread",
    "views_of",
    "voices_disclosed",
    "was_shown",
]
