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


class TooManyAsked(PeopleError):
    """A person asks at most `actions.MOST_ASKED_A_DAY` people a day."""

    code = "too_many_asked"
    text = _("You have asked many people today. Try again tomorrow.")


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


class AddressMisshapen(PeopleError):
    code = "address_misshapen"
    text = _("5 to 32 Latin letters, digits, points and underscores; it begins with a letter.")


class AddressReserved(PeopleError):
    """A word of the site, or something that looks like one of its addresses."""

    code = "address_reserved"
    text = _("This address is kept for the site itself.")


class AddressTaken(PeopleError):
    """Somebody has it, or had it, or has one that looks like it."""

    code = "address_taken"
    text = _("Somebody has this address, or one that looks like it.")


class AddressTooSoon(PeopleError):
    code = "address_too_soon"
    text = _("An address can be changed once in 30 days.")


class TooManyAddresses(PeopleError):
    """Those one had stay one's own, so there is an end to them."""

    code = "too_many_addresses"
    text = _("There are as many addresses as one page may hold. Show one of those.")


class NoSuchInvitation(PeopleError, LookupError):
    """The link was renewed, or is not for this person."""

    code = "no_such_invitation"
    text = _("This invitation does not hold any more.")


class NoSuchPerson(LookupError):
    """No page here: never was, closed, or not for who asks."""


class NoSuchToken(LookupError):
    """The person has no such token, or it was revoked."""


class TooManyTokens(Exception):
    """A person holds at most `actions.MOST_TOKENS` tokens at once."""
