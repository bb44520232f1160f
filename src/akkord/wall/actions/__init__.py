"""What people do on walls: one function a verb."""

from .bringing import Counted, Former, Said, bring_bookmark, bring_like, bring_post
from .cards import fetch
from .comments import delete_comment, restore_comment, write_comment
from .forgetting import forget_author, forget_deleted
from .keeping import keep, unkeep
from .later import give_up_later, keep_draft, publish_due, write_later
from .likes import like, unlike
from .moments import delete_moment, say_at
from .polls import Question, vote
from .posts import delete_post, edit_post, pin, restore_post, unpin, write_post
from .receipts import sign_receipts, signed

__all__ = [
    "Counted",
    "Former",
    "Question",
    "Said",
    "bring_bookmark",
    "bring_like",
    "bring_post",
    "delete_comment",
    "delete_moment",
    "delete_post",
    "edit_post",
    "fetch",
    "forget_author",
    "forget_deleted",
    "give_up_later",
    "keep",
    "keep_draft",
    "like",
    "pin",
    "publish_due",
    "restore_comment",
    "restore_post",
    "say_at",
    "sign_receipts",
    "signed",
    "unkeep",
    "unlike",
    "unpin",
    "vote",
    "write_comment",
    "write_later",
    "write_post",
]
