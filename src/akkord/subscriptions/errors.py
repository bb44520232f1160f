"""What can go wrong with subscriptions, one name per reason."""

from django.utils.translation import gettext_lazy as _


class SubscriptionError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "subscription_error"
    text = _("Something about this subscription did not work.")

    def __str__(self) -> str:
        return str(self.text)


class NoSuchOffer(SubscriptionError):
    code = "no_such_offer"
    text = _("There is no such offer.")


class NotSoldHere(SubscriptionError):
    code = "not_sold_here"
    text = _("This offer is not sold where you are.")


class NoSuchSubscription(SubscriptionError):
    code = "no_such_subscription"
    text = _("There is no such subscription.")


class NoSuchPayment(SubscriptionError):
    code = "no_such_payment"
    text = _("There is no such payment.")


class HeldAlready(SubscriptionError):
    code = "held_already"
    text = _("You have this offer already; if it is cancelled, let it go on.")


class CancelledAlready(SubscriptionError):
    code = "cancelled_already"
    text = _("It is cancelled already, or was never paid for.")


class OverAlready(SubscriptionError):
    code = "over_already"
    text = _("It is not cancelled, or what was paid is over: subscribe anew.")


class NotAFriend(SubscriptionError):
    code = "not_a_friend"
    text = _("A subscription is given to a friend.")


class BadMonths(SubscriptionError):
    code = "bad_months"
    text = _("Between one and twelve months can be given.")


class StaffOnly(SubscriptionError):
    code = "staff_only"
    text = _("Only the staff of this site does that.")


class OfferTaken(SubscriptionError):
    code = "offer_taken"
    text = _("There is an offer of this short name already.")


class BadRate(SubscriptionError):
    code = "bad_rate"
    text = _("A royalty rate is a fraction from 0 to 1, such as 3/5.")


class BadPriceWritten(SubscriptionError):
    code = "bad_price"
    text = _("This is no price that can be paid in this currency.")


class BadMinimum(SubscriptionError):
    code = "bad_minimum"
    text = _("The least a play earns is an amount with its currency, or nothing at all.")


class FreeStays(SubscriptionError):
    code = "free_stays"
    text = _("The free offer has no price and is always there.")


class TooMuchBack(SubscriptionError):
    code = "too_much_back"
    text = _("More than nothing is paid back, and no more than is left of the payment.")


class PaidElsewhere(SubscriptionError):
    code = "paid_elsewhere"
    text = _("This is not paid by hand: the payment provider says when it is paid.")


class PaymentRefused(SubscriptionError):
    """The provider did not do what it was asked; nothing was bought."""

    code = "payment_refused"
    text = _("The payment provider could not be reached or refused. Nothing was paid; try again later.")


class NotSigned(SubscriptionError):
    """An event without the provider's signature, or with an old one."""

    code = "not_signed"
    text = _("This is not signed by the payment provider.")


class NotUnderstood(SubscriptionError):
    """A signed event that is not what the provider's documents say."""

    code = "not_understood"
    text = _("This event cannot be read.")
