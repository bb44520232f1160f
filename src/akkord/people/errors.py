"""Why something about people cannot be."""

from django.utils.translation import gettext_lazy as _


class PeopleError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "people_error"
    text = _("Something about this did not work.")


class OneselfFollowed(PeopleError):
    """Nobody follows themselves, asks themselves or keeps themselves out."""

    code = "oneself"
    text = _("That is you.")


class NotWanted(PeopleError):
    """The other does not let this person ask."""

    code = "not_wanted"
    text = _("This person does not take your requests.")


class NoSuchRequest(PeopleError, LookupError):
    """Nobody has asked this, or it was taken back."""

    code = "no_such_request"
    text = _("There is no such request any more.")


class NoSuchList(PeopleError, LookupError):
    """The person has no such list."""

    code = "no_such_list"
    text = _("You have no such list.")


class ListNameMissing(PeopleError):
    code = "list_name_missing"
    text = _("Give the list a name.")


class ListNameTaken(PeopleError):
    code = "list_name_taken"
    text = _("You have a list of this name.")


class ListInUse(PeopleError):
    """Deleting it could let people see what it keeps from them."""

    code = "list_in_use"
    text = _("Your privacy settings name this list. Choose otherwise there first.")


class TooManyLists(PeopleError):
    """A person keeps at most `actions.MOST_LISTS` lists."""

    code = "too_many_lists"
    text = _("You have as many lists as one person may.")


class BadAudience(PeopleError):
    """An audience that names nobody, or a list or person it may not name."""

    code = "bad_audience"
    text = _("Choose at least one list or person for this.")


class NoSuchPerson(LookupError):
    """No page here: never was, closed, or not for who asks."""


class NoSuchToken(LookupError):
    """The person has no such token, or it was revoked."""


class TooManyTokens(Exception):
    """A person holds at most `actions.MOST_TOKENS` tokens at once."""
