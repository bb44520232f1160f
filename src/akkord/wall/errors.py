"""What can go wrong with posts and comments, one name per reason."""

from django.utils.translation import gettext_lazy as _


class WallError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "wall_error"
    text = _("Something about this post did not work.")


class NoSuchPost(WallError, LookupError):
    code = "no_such_post"
    text = _("There is no such post.")


class NoSuchComment(WallError, LookupError):
    code = "no_such_comment"
    text = _("There is no such comment.")


class NoSuchMoment(WallError, LookupError):
    code = "no_such_moment"
    text = _("Nobody said this to the track, or not any more.")


class MomentTooLong(WallError):
    code = "moment_too_long"
    text = _("What is said at a moment of a track holds at most 300 characters.")


class BadMoment(WallError):
    code = "bad_moment"
    text = _("Say the moment as minutes and seconds, like 1:23.")


class NothingSaid(WallError):
    code = "nothing_said"
    text = _("Write something, or attach a track or a photo.")


class TooLong(WallError):
    code = "too_long"
    text = _("A post holds at most 4,000 characters.")


class CommentTooLong(WallError):
    code = "comment_too_long"
    text = _("A comment holds at most 2,000 characters.")


class TooManyTracks(WallError):
    code = "too_many_tracks"
    text = _("At most ten tracks can be attached.")


class TooMuchAttached(WallError):
    code = "too_much_attached"
    text = _("At most ten things can be attached.")


class NotYourDocument(WallError):
    code = "not_your_document"
    text = _("Only documents of your own can be attached.")


class NotYourPhoto(WallError):
    code = "not_your_photo"
    text = _("Only photos of your own can be attached.")


class NotYourWall(WallError):
    code = "not_your_wall"
    text = _("Only friends write on a person's wall, only members on a community's.")


class NotYourPost(WallError):
    code = "not_your_post"
    text = _("Only its author may change a post.")


class NotYourAudience(WallError):
    code = "not_your_audience"
    text = _("Whom a post is for is chosen on one's own wall, among one's own lists.")


class BadTime(WallError):
    code = "bad_time"
    text = _("A post can wait for a time to come, for a year at most.")


class LaterAlone(WallError):
    code = "later_alone"
    text = _("What passes another post on, or asks in a poll, is published at once.")


class TooManyBrought(WallError):
    code = "too_many_brought"
    text = _("As many posts have come from other sites as a person may bring.")


class TooManyLater(WallError):
    code = "too_many_later"
    text = _("At most fifty posts can wait for their time.")


class BadPoll(WallError):
    code = "bad_poll"
    text = _("A poll has a question, two to ten different answers, and an end to come, if any.")


class NoSuchAnswer(WallError):
    code = "no_such_answer"
    text = _("Choose one of the answers, and only one where one is asked for.")


class PollOver(WallError):
    code = "poll_over"
    text = _("This poll is over.")


class CommentsClosed(WallError):
    code = "comments_closed"
    text = _("The owner of this wall does not let you comment here.")


class NotYours(WallError):
    code = "not_yours"
    text = _("Only its author and the owner of the wall may delete this.")


class UndoneTooLate(WallError):
    code = "undone_too_late"
    text = _("Only whoever deleted this may bring it back, within a day.")


class TooManyLinks(WallError):
    code = "too_many_links"
    text = _(
        "In an account's first week a text carries at most two links. After that there is no such limit."
    )


class TooFast(WallError):
    code = "too_fast"
    text = _(
        "In its first week an account writes 10 posts and 30 comments an hour. Try again a little later."
    )


class Quiet(WallError):
    """The staff has limited the account for a time."""

    code = "quiet"
    text = _("You may not write for a time. “Decisions about me” says why and how to appeal.")
