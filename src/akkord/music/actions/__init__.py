"""Every write of music, one function per verb: sending in, recognising, deciding, tracks, listening."""

from .claiming import claim_artist, decide_claim, end_claim, merge_artists
from .deciding import retell, tell_decision
from .declaring import attest, declare_lawful_use, deny_lawful_use, note_reviewed
from .listening import (
    Start,
    ask_for,
    ask_for_cover,
    count_last,
    count_play,
    note_dispute,
    note_start,
    start_play,
)
from .lyrics import forget_lyrics, write_lyrics
from .naming import names_of_upload
from .opinions import like, rate, unlike
from .places import move_in_music, remove_bookmark, save_queue, set_bookmark
from .playlists import (
    add_to_playlist,
    delete_playlist,
    edit_playlist,
    fill_playlist,
    let_in,
    let_out,
    make_playlist,
    move_in_playlist,
    refill,
    set_rules,
    take_from_playlist,
)
from .recognising import (
    ask_backlog,
    begin_reexamination,
    compare_reference,
    end_long_way,
    hear,
    make_all_findable,
    match_by_hand,
    whole_references,
    withdraw_matches,
)
from .scrobbling import NotNow, connect_scrobbler, disconnect_scrobbler, tell_listen
from .sending import (
    abandon_upload,
    append_bytes,
    begin_upload,
    forget_expired,
    receive,
    receive_whole,
)
from .shares import MOST_SHARED, change_share, note_visit, share, take_back_share
from .stopping import let_upload_again, stop_uploads
from .tagging import edit_tags, undo_tags
from .telling import tell
from .tracks import forget_listener, keep, publish_delivered, retitle, unkeep, withdraw_track

__all__ = [
    "MOST_SHARED",
    "NotNow",
    "Start",
    "abandon_upload",
    "add_to_playlist",
    "append_bytes",
    "ask_backlog",
    "ask_for",
    "ask_for_cover",
    "attest",
    "begin_reexamination",
    "begin_upload",
    "change_share",
    "claim_artist",
    "compare_reference",
    "connect_scrobbler",
    "count_last",
    "count_play",
    "decide_claim",
    "declare_lawful_use",
    "delete_playlist",
    "deny_lawful_use",
    "disconnect_scrobbler",
    "edit_playlist",
    "edit_tags",
    "end_claim",
    "end_long_way",
    "fill_playlist",
    "forget_expired",
    "forget_listener",
    "forget_lyrics",
    "hear",
    "keep",
    "let_in",
    "let_out",
    "let_upload_again",
    "like",
    "make_all_findable",
    "make_playlist",
    "match_by_hand",
    "merge_artists",
    "move_in_music",
    "move_in_playlist",
    "names_of_upload",
    "note_dispute",
    "note_reviewed",
    "note_start",
    "note_visit",
    "publish_delivered",
    "rate",
    "receive",
    "receive_whole",
    "refill",
    "remove_bookmark",
    "retell",
    "retitle",
    "save_queue",
    "set_bookmark",
    "set_rules",
    "share",
    "start_play",
    "stop_uploads",
    "take_back_share",
    "take_from_playlist",
    "tell",
    "tell_decision",
    "tell_listen",
    "undo_tags",
    "unkeep",
    "unlike",
    "whole_references",
    "withdraw_matches",
    "withdraw_track",
    "write_lyrics",
]
