"""What can go wrong with stating facts, one name per reason, each with words for the person who meets it."""

from django.utils.translation import gettext_lazy as _


class RightsError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "rights_error"
    text = _("Something about these rights did not work.")

    def __str__(self) -> str:
        return str(self.text) % {"about": self.args[0] if self.args else ""}


class NotTheirs(RightsError):
    """A party forbids only what it owns a share of, with standing."""

    code = "not_theirs"
    text = _("The claimant owns no proven share of these recordings: %(about)s.")


class OperatorOnly(RightsError):
    """What nobody claims for themselves is stated by the operator of the site."""

    code = "operator_only"
    text = _("Only the operator of this site can record this.")


class NoAuthority(RightsError):
    code = "no_authority"
    text = _("Name the court or authority that decided this.")


class NothingNamed(RightsError):
    code = "nothing_named"
    text = _("Name a whole catalogue, or at least one recording or release.")


class NoUses(RightsError):
    code = "no_uses"
    text = _("Name at least one use.")


class NoModels(RightsError):
    code = "no_models"
    text = _("Name at least one commercial model.")


class NoRules(RightsError):
    code = "no_rules"
    text = _("A policy needs at least one rule.")


class Nowhere(RightsError):
    code = "nowhere"
    text = _("Name at least one country, or Worldwide.")


class EndsBeforeStart(RightsError):
    code = "ends_before_start"
    text = _("It must end after it starts.")


class NotOneRecipient(RightsError):
    code = "not_one_recipient"
    text = _("A grant is for one account or for one community.")


class AlreadyWithdrawn(RightsError):
    """The fact was taken back before."""

    code = "already_withdrawn"
    text = _("This was already withdrawn.")


class NotLess(RightsError):
    """What is narrowed must become smaller, and something must be left of it."""

    code = "not_less"
    text = _("Name a smaller share or fewer territories than you state now.")


class OnlyNoticesSuspend(RightsError):
    """A counter-notice or appeal suspends only the notice it answers (rights.md section 5, rule 2)."""

    code = "only_notices_suspend"
    text = _("Only a notice can be suspended by an answer to it.")


class NotSuspended(RightsError):
    code = "not_suspended"
    text = _("This block is not suspended.")
