"""What members and the staff do about what goes against the rules: one function a verb."""

from .appealing import answer, appeal, release
from .deciding import Ruling, answer_messages, decide, escalate, note_look, note_record_look
from .reporting import MOST_A_DAY, report, take_up_messages, take_up_shown
from .singly import decide_singly
from .staffing import appoint, dismiss

__all__ = [
    "MOST_A_DAY",
    "Ruling",
    "answer",
    "answer_messages",
    "appeal",
    "appoint",
    "decide",
    "decide_singly",
    "dismiss",
    "escalate",
    "note_look",
    "note_record_look",
    "release",
    "report",
    "take_up_messages",
    "take_up_shown",
]
