"""What can go wrong with topics, one name per reason."""

from django.utils.translation import gettext_lazy as _


class BoardError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "board_error"
    text = _("Something about this topic did not work.")


class NoSuchTopic(BoardError):
    code = "no_such_topic"
    text = _("There is no such topic.")


class NoSuchRemark(BoardError):
    code = "no_such_remark"
    text = _("There is no such remark.")


class SaysNothing(BoardError):
    code = "says_nothing"
    text = _("Write something.")


class TooLong(BoardError):
    code = "too_long"
    text = _("A remark holds at most 4,000 characters, a title 120.")


class NotHere(BoardError):
    """Not a member, banned, kept quiet by the site, or the topic is closed."""

    code = "not_here"
    text = _("You cannot write in this topic.")


class TooManyLinks(BoardError):
    code = "too_many_links"
    text = _(
        "In an account's first week a text carries at most two links. After that there is no such limit."
    )


class TooFast(BoardError):
    code = "too_fast"
    text = _("In its first week an account writes 30 remarks an hour. Try again a little later.")
