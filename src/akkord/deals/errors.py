"""What can go wrong with deals, one name per reason, each with words for the person who meets it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from .rules.talks import Why


class DealError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "deal_error"
    text = _("Something about this deal did not work.")

    def __str__(self) -> str:
        return str(self.text) % {"about": self.args[0] if self.args else ""}


class NoSuchSimulation(DealError):
    code = "no_such_simulation"
    text = _("There is no such dry run.")


class NothingToSign(DealError):
    """A dry run of a withdrawal states nothing."""

    code = "nothing_to_sign"
    text = _("This dry run proposes nothing that could be signed.")


class NoSuchNegotiation(DealError):
    code = "no_such_negotiation"
    text = _("There is no such negotiation.")


class NegotiationOver(DealError):
    code = "negotiation_over"
    text = _("These talks have ended.")


class OldVersion(DealError):
    """Other terms lie on the table than those the person had before their eyes."""

    code = "old_version"
    text = _("Other terms lie on the table now. Read them first.")


class AnsweredTooLate(DealError):
    code = "answered_too_late"
    text = _("The time to answer is over; these talks have lapsed.")


class NotNow(DealError):
    code = "not_now"
    text = _("This cannot be done as the talks stand.")


class NotYourTurn(DealError):
    """Only the other side, or only the side whose terms these are, may do this."""

    code = "not_your_turn"
    text = _("This is for the other side to do.")


class SignedBefore(DealError):
    code = "signed_before"
    text = _("Your side has signed this version already.")


class NothingMeanwhile(DealError):
    code = "nothing_meanwhile"
    text = _("These terms permit nothing while the talks go on.")


class NothingOnSite(DealError):
    code = "nothing_on_site"
    text = _("Nothing that these terms cover is on the site yet.")


class AnswerPast(DealError):
    code = "answer_past"
    text = _("The day until which you wait for an answer must be ahead.")


class AnswerFar(DealError):
    code = "answer_far"
    text = _("Wait for an answer a year at most.")


class NotPast(DealError):
    code = "not_past"
    text = _("Money that waited is released from a day in the past.")


class PeriodOver(DealError):
    code = "period_over"
    text = _("The period of the licence would be over before it begins.")


class SignerGone(DealError):
    """Who signed for the organisation may no longer act for it as far as the terms reach."""

    code = "signer_gone"
    text = _("Whoever signed for the organisation may no longer act for it. New terms have to be laid down.")


REFUSED: Final[dict[Why, type[DealError]]] = {
    Why.OVER: NegotiationOver,
    Why.OLD_VERSION: OldVersion,
    Why.TOO_LATE: AnsweredTooLate,
    Why.NOT_NOW: NotNow,
    Why.NOT_YOURS: NotYourTurn,
    Why.SIGNED_BEFORE: SignedBefore,
    Why.NOTHING_MEANWHILE: NothingMeanwhile,
    Why.ANSWER_PAST: AnswerPast,
    Why.ANSWER_FAR: AnswerFar,
    Why.NOT_PAST: NotPast,
    Why.PERIOD_OVER: PeriodOver,
}
