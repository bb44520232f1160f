"""What can go wrong with a feed, one name per reason."""

from django.utils.translation import gettext_lazy as _


class FeedError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "feed_error"
    text = _("Something about your feed did not work.")


class NoSuchList(FeedError, LookupError):
    code = "no_such_list"
    text = _("There is no such list of friends.")


class BadWord(FeedError):
    code = "bad_word"
    text = _("Name a word of two to sixty characters.")


class TooManyWords(FeedError):
    code = "too_many_words"
    text = _("At most a hundred words can be muted.")


class MutedOneself(FeedError):
    code = "muted_oneself"
    text = _("Your own posts stay in your feed.")
