"""Addresses of communities at the members' door."""

from django.urls import path

from akkord.flow.pages import EVERYONE, MEMBERS, Page

from . import addresses, atom, board, club_doors, club_keeping, club_queue, clubs
from .music_urls import Number  # noqa: F401  (registers the converter of numbers)

urlpatterns = [
    path("clubs", clubs.clubs, name="clubs"),
    path("clubs/new", club_keeping.found, name="found_club"),
    path("club<number:number>", clubs.club, name="club"),
    path("club<number:number>/feed.atom", atom.of_club, name="club_atom"),
    path("club<number:number>/post", clubs.write_on_wall, name="club_post"),
    path("club<number:number>/members", clubs.members, name="club_members"),
    path("club<number:number>/log", clubs.log, name="club_log"),
    path("club<number:number>/join", club_doors.join, name="join_club"),
    path("club<number:number>/leave", club_doors.leave, name="leave_club"),
    path("club<number:number>/take-back", club_doors.take_back, name="take_back_club"),
    path("club<number:number>/decline", club_doors.decline_invitation, name="decline_club"),
    path("club<number:number>/invite", club_doors.invite, name="club_invite"),
    path("club<number:number>/requests/<number:person>/accept", club_doors.accept, name="club_accept"),
    path("club<number:number>/requests/<number:person>/decline", club_doors.decline, name="club_refuse"),
    path("board<number:number>", board.board, name="board"),
    path("board<number:number>/new", board.new, name="new_topic"),
    path("topic<number:number>_<number:topic>", board.topic, name="topic"),
    path("topic<number:number>_<number:topic>/close", board.close, name="close_topic"),
    path("topic<number:number>_<number:topic>/reopen", board.reopen, name="reopen_topic"),
    path("topic<number:number>_<number:topic>/pin", board.pin, name="pin_topic"),
    path("topic<number:number>_<number:topic>/unpin", board.unpin, name="unpin_topic"),
    path("topic<number:number>_<number:topic>/delete", board.remove, name="delete_topic"),
    path(
        "topic<number:number>_<number:topic>/<number:remark>/delete",
        board.remove_remark,
        name="delete_remark",
    ),
    path("club<number:number>/suggest", club_queue.suggest, name="club_suggest"),
    path("club<number:number>/queue", club_queue.queue, name="club_queue"),
    path("club<number:number>/queue/<number:suggestion>/publish", club_queue.publish, name="club_publish"),
    path("club<number:number>/queue/<number:suggestion>/decline", club_queue.decline, name="club_turn_down"),
    path("club<number:number>/queue/<number:suggestion>/withdraw", club_queue.withdraw, name="club_withdraw"),
    path("club<number:number>/edit", club_keeping.edit, name="club_edit"),
    path("club<number:number>/address", addresses.of_club, name="club_address"),
    path("club<number:number>/members/<number:person>/role", club_keeping.appoint, name="club_role"),
    path("club<number:number>/members/<number:person>/out", club_keeping.put_out, name="club_out"),
    path("club<number:number>/bans/<number:person>", club_keeping.ban, name="club_ban"),
    path("club<number:number>/bans/<number:person>/lift", club_keeping.lift_ban, name="club_lift_ban"),
]

PAGES = [
    Page("clubs", "/clubs", EVERYONE),
    Page("found_club", "/clubs/new", MEMBERS),
    Page("club", "/club1", EVERYONE),
    Page("club_members", "/club1/members", EVERYONE),
    Page("club_log", "/club1/log", EVERYONE),
    Page("club_invite", "/club1/invite", ("member",)),
    Page("board", "/board1", EVERYONE),
    Page("topic", "/topic1_1", EVERYONE),
    Page("new_topic", "/board1/new", ("member",)),
    Page("club_suggest", "/club11/suggest", MEMBERS),
    Page("club_queue", "/club1/queue", ("member",)),
    Page("club_edit", "/club1/edit", ("member",)),
    Page("club_address", "/club1/address", ("member",)),
    Page("club_ban", "/club1/bans/2", ("member",)),
]
