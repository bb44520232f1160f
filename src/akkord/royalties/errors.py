"""Why something about royalties cannot be done: a class for each reason, with words for who meets it."""

from django.utils.translation import gettext_lazy as _

from .words import ENTRIES


class RoyaltyError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "royalty_error"
    text = _("Something about royalties cannot be done.")

    def __str__(self) -> str:
        return str(self.text)


class NoSuchMonth(RoyaltyError):
    """No month of that name is in the books."""

    code = "no_such_month"
    text = _("There is no such month in the books.")


class NoSuchEntry(RoyaltyError):
    """The books hold no such entry, or it was taken back."""

    code = "no_such_entry"
    text = _("There is no such entry, or it was taken back.")


class NoSuchStatement(RoyaltyError):
    """There is no such statement, or it is not theirs who ask."""

    code = "no_such_royalty_statement"
    text = _("There is no such statement.")


class NoSuchLine(RoyaltyError):
    """The statement has no such line."""

    code = "no_such_line"
    text = _("The statement has no such line.")


class NoSuchQuestion(RoyaltyError):
    """Nobody has asked that."""

    code = "no_such_question"
    text = _("There is no such question.")


class NotNow(RoyaltyError):
    """The month does not stand where this step begins."""

    code = "not_now"
    text = _("The month does not stand where this can be done. Look how it stands now.")


class EnteredSince(NotNow):
    """The books say otherwise than when the month was shared out."""

    code = "entered_since"
    text = _(
        "Revenue or a rule of sharing was entered or taken back after the month was shared out. "
        "Share it out once more."
    )


class TwoCurrencies(RoyaltyError):
    """What each payer paid cannot be weighed: the tier is paid in several currencies there."""

    code = "two_currencies"
    text = _("A tier that is paid in several currencies in one country can be shared by plays alone there.")


class MonthNotOver(RoyaltyError):
    """Days of the month are still to come."""

    code = "month_not_over"
    text = _("The month is not over yet.")


class EarlierMonthOpen(RoyaltyError):
    """Months are closed in order: what is carried on has to be known."""

    code = "earlier_month_open"
    text = _("An earlier month is open. Close it first: what it carries on belongs into this one.")


class NoExchange(RoyaltyError):
    """A currency has to be exchanged and nobody entered the month's rate: `pairs` says which."""

    code = "no_exchange"
    text = _("Exchange rates of the month are missing: %(pairs)s.")

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs

    def __str__(self) -> str:
        return str(self.text) % {"pairs": ", ".join(f"{base} → {quote}" for base, quote in self.pairs)}


class BadEntry(RoyaltyError):
    """What was to be entered makes no sense; `field` says which part of it."""

    code = "bad_entry"

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
        self.text = ENTRIES[field]


class AskedBefore(RoyaltyError):
    """Somebody has asked about this line, and waits for the answer."""

    code = "asked_before"
    text = _("Somebody has asked about this line before, and waits for the answer.")


class AnsweredBefore(RoyaltyError):
    """The question has its answer."""

    code = "answered_before"
    text = _("The question has been answered.")


class NothingLeftOut(RoyaltyError):
    """No play of that track is left out of that month by that rule, or it is not theirs who appeal."""

    code = "nothing_left_out"
    text = _("No play of it is left out of that month by that rule.")


class NotUnmatched(RoyaltyError):
    """No money of a closed month waits for this sound."""

    code = "not_unmatched"
    text = _("No money waits for this sound.")


class NotTheirRecording(RoyaltyError):
    """Only a recording the organisation delivered, or states a share of, can be claimed for it."""

    code = "not_their_recording"
    text = _("This recording is not in your catalogue: deliver it, or state your share of it first.")


class KnownAlready(RoyaltyError):
    """The sound was found to be another recording meanwhile: one sound is not two whole recordings."""

    code = "known_already"
    text = _("The sound is known as another recording by now. Refuse this claim, and say so.")


class NotSignedYet(RoyaltyError):
    """The statement's line is not under a published checkpoint yet: ask again in a few seconds."""

    code = "not_signed_yet"
    text = _("Its line is still being written into the public log. Try again in a few seconds.")
    retry_after = 5


class NoPartyId(RoyaltyError):
    """A sales report names both sides by their DDEX party ids, and one of them has none."""

    code = "no_party_id"
    text = _("A sales report names both sides by their DDEX party ids: the site's or yours is missing.")


class NoSuchReport(RoyaltyError):
    """There is no such usage report, or it is not theirs who ask."""

    code = "no_such_usage_report"
    text = _("There is no such usage report.")


class BadClaims(RoyaltyError):
    """A message of claims has faults: nothing of it was taken. `faults` says where and what to mend."""

    code = "bad_claims"
    text = _("Nothing of the message was taken, because it has faults: %(faults)s")
    TOLD = 5

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        more = f" … + {len(self.faults) - self.TOLD}" if len(self.faults) > self.TOLD else ""
        return str(self.text) % {"faults": "; ".join(self.faults[: self.TOLD]) + more}


class NotTheirMessage(RoyaltyError):
    """A message names another sender than the organisation it is sent in for."""

    code = "not_their_message"
    text = _("The message names another sender than this organisation’s DDEX party id.")


class NotOurReport(RoyaltyError):
    """A message answers a report that was not sent to its sender."""

    code = "not_our_report"
    text = _("The message answers a report that was not sent to this organisation.")


class ClaimedBefore(RoyaltyError):
    """The same message was taken before."""

    code = "claimed_before"
    text = _("A message of that id was taken before. Give every message an id of its own.")


REFUSED = {each.code: each.text for each in (NotNow, MonthNotOver, TwoCurrencies)}  # why a step was not taken
