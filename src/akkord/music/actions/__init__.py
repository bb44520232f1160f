"""Every write of music, one function per verb: sending in, recognising, deciding, tracks, listening."""

from .deciding import retell, tell_decision
from .declaring import attest, declare_lawful_use, deny_lawful_use, note_reviewed
from .listening import Start, count_play, note_dispute, start_play
from .recognising import (
    ask_backlog,
    begin_reexamination,
    compare_reference,
    end_long_way,
    hear,
    make_all_findable,
    whole_references,
    withdraw_matches,
)
from .sending import (
    abandon_upload,
    append_bytes,
    begin_upload,
    forget_expired,
    receive,
    receive_whole,
)
from .stopping import let_upload_again, stop_uploads
from .telling import tell
from .tracks import forget_listener, keep, publish_delivered, retitle, unkeep, withdraw_track

__all__ = [
    "Start",
    "abandon_upload",
    "append_bytes",
    "ask_backlog",
    "attest",
    "begin_reexamination",
    "begin_upload",
    "compare_reference",
    "count_play",
    "declare_lawful_use",
    "deny_lawful_use",
    "end_long_way",
    "forget_expired",
    "forget_listener",
    "hear",
    "keep",
    "let_upload_again",
    "make_all_findable",
    "note_dispute",
    "note_reviewed",
    "publish_delivered",
    "receive",
    "receive_whole",
    "retell",
    "retitle",
    "start_play",
    "stop_uploads",
    "tell",
    "tell_decision",
    "unkeep",
    "whole_references",
    "withdraw_matches",
    "withdraw_track",
]
