"""What can go wrong with communities, one name per reason."""

from django.utils.translation import gettext_lazy as _


class GroupError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "group_error"
    text = _("Something about this community did not work.")


class NoSuchGroup(GroupError):
    code = "no_such_group"
    text = _("There is no such community.")


class NameMissing(GroupError):
    code = "name_missing"
    text = _("A community needs a name.")


class OwnerStays(GroupError):
    code = "owner_stays"
    text = _("The owner cannot leave the community.")
