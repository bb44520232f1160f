"""What can go wrong with communities, one name per reason."""

from django.utils.translation import gettext_lazy as _


class GroupError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "group_error"
    text = _("Something about this community did not work.")


class NoSuchGroup(GroupError):
    """There is none, or it is not for this person."""

    code = "no_such_group"
    text = _("There is no such community.")


class NameMissing(GroupError):
    code = "name_missing"
    text = _("A community needs a name.")


class TimeMissing(GroupError):
    code = "time_missing"
    text = _("An event needs the time it begins.")


class EndsBeforeItBegins(GroupError):
    code = "ends_before_it_begins"
    text = _("The event would end before it begins.")


class DoorsOfAPage(GroupError):
    code = "doors_of_a_page"
    text = _("A public page is open.")


class EventOver(GroupError):
    code = "event_over"
    text = _("This event is over.")


class OwnerStays(GroupError):
    code = "owner_stays"
    text = _("The owner cannot leave the community.")


class NotAllowed(GroupError):
    """What this person may see, but not do."""

    code = "not_allowed"
    text = _("You may not do this in this community.")


class Banned(GroupError):
    """Somebody whom the community keeps out for a while; its page tells why and until when."""

    code = "banned"
    text = _("You are banned from this community.")


class NotAMember(GroupError):
    code = "no_such_member"
    text = _("This person does not belong to the community.")


class NoSuchGroupRequest(GroupError):
    code = "no_such_request"
    text = _("There is no such request any more.")


class NotWanted(GroupError):
    """The other does not let this person invite them, or is banned here."""

    code = "not_invited"
    text = _("This person does not take your invitations.")


class TooManyInvited(GroupError):
    code = "too_many_invited"
    text = _("You have invited many people today. Try again tomorrow.")


class AboveYou(GroupError):
    """Nobody acts upon their equals and those above them."""

    code = "above_you"
    text = _("This person’s role is not below yours.")


class SaysNothing(GroupError):
    code = "says_nothing"
    text = _("Write something.")


class SaysTooMuch(GroupError):
    code = "says_too_much"
    text = _("A post holds at most 4,000 characters.")


class TooManyLinks(GroupError):
    code = "too_many_links"
    text = _(
        "In an account's first week a text carries at most two links. After that there is no such limit."
    )


class TooManySuggested(GroupError):
    code = "too_many_suggested"
    text = _("Five of your suggestions wait for an answer here.")


class NoSuchSuggestion(GroupError):
    """It was answered already, or taken back."""

    code = "no_such_suggestion"
    text = _("There is no such suggestion any more.")
