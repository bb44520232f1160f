"""What people do on walls: one function a verb."""

from .comments import delete_comment, restore_comment, write_comment
from .forgetting import forget_author, forget_deleted
from .likes import like, unlike
from .posts import delete_post, write_post

__all__ = [
    "delete_comment",
    "delete_post",
    "forget_author",
    "forget_deleted",
    "like",
    "restore_comment",
    "unlike",
    "write_comment",
    "write_post",
]
