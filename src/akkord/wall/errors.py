"""What can go wrong with posts, one name per reason."""

from django.utils.translation import gettext_lazy as _


class WallError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "wall_error"
    text = _("Something about this post did not work.")


class NoSuchPost(WallError, LookupError):
    code = "no_such_post"
    text = _("There is no such post.")


class NothingSaid(WallError):
    code = "nothing_said"
    text = _("Write something, or attach a track.")


class TooLong(WallError):
    code = "too_long"
    text = _("A post holds at most 4,000 characters.")


class TooManyTracks(WallError):
    code = "too_many_tracks"
    text = _("A post carries at most ten tracks.")


class NotYourWall(WallError):
    code = "not_your_wall"
    text = _("Only friends write on a person's wall, only members on a community's.")


class NotYours(WallError):
    code = "not_yours"
    text = _("Only its author and the owner of the wall may delete a post.")
