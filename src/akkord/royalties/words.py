"""Words of royalties for people."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from akkord.money import decimal, places_of

WAITS = {
    "": _("paid out"),
    "unmatched": _("Nobody knows the sound yet"),
    "gap": _("A part of the recording has no owner"),
    "overclaim": _("Owners claim more than the whole"),
    "dispute": _("In dispute with its uploader"),
}

BASES = {
    "share": _("share of revenue"),
    "per_subscriber": _("minimum per subscriber"),
    "per_play": _("minimum per play"),
}

KINDS = {
    "share": _("share"),
    "reversal": _("taken back"),
    "replacement": _("put anew"),
}

PROFILES = {
    "BasicAudio": _("the catalogue (Basic Audio)"),
    "UGC": _("members’ uploads (UGC)"),
}

CLAIMS = {
    "NoConflict": _("stands"),
    "Conflict": _("more than the whole is claimed"),
    "DataInconsistent": _("contradicts the report or itself"),
    "PendingReview": _("names no work"),
    "Rejected": _("rejected"),
    "Revoked": _("taken back"),
}

APPEALS = {
    "asked": _("waits for an answer"),
    "accepted": _("the plays count"),
    "refused": _("the plays stay left out"),
}

WORK_RIGHTS = {
    "MechanicalRight": _("mechanical"),
    "PerformingRight": _("performing"),
    "Blended": _("both together"),
}

SOUND_CLAIMS = {
    "asked": _("waits for an answer"),
    "accepted": _("the sound is the recording"),
    "refused": _("not shown to be the recording"),
}

QUESTIONS = {
    "asked": _("waits for an answer"),
    "upheld": _("the line is right"),
    "corrected": _("the line was wrong"),
}

STATES = {
    "open": _("Open"),
    "counted": _("Counted"),
    "checked": _("Checked"),
    "shared": _("Shared out"),
    "closed": _("Closed"),
}

RULES = {
    "pro_rata": _("by all plays"),
    "user_centric": _("by what each payer heard"),
}

REASONS = {
    "rate": _("more than one person can hear"),
    "loop": _("one track over and over"),
    "farm": _("accounts that hear in step"),
    "impossible_travel": _("two countries at once"),
}

EVIDENCE = {
    "accounts": _("accounts in step"),
    "from": _("heard before in"),
    "in_a_row": _("times in a row"),
    "minutes": _("minutes between"),
    "most": _("the limit"),
    "plays": _("plays of the track that day"),
    "seconds": _("seconds within the hour"),
    "to": _("then in"),
}

ENTRIES = {
    "rule": _("There is no such rule of sharing."),
    "currency": _("The currency is three letters, as EUR."),
    "sold_in": _("The country is two letters, as DE."),
    "gross": _("The revenue is a number that is not negative."),
    "deductions": _("What is taken off is no more than the revenue."),
    "quote": _("A currency is exchanged into another."),
    "rate": _("The rate is greater than zero and not out of all proportion."),
    "starts": _("Terms begin on the first day of a month."),
    "ends": _("Terms end on the first day of a later month."),
    "per_subscriber": _("The minimum per subscriber is not negative."),
    "per_play": _("The minimum per play is not negative."),
    "threshold": _("What plays beyond a threshold earn needs the threshold: a number of plays."),
    "per_play_above": _("What plays beyond the threshold earn is not negative."),
    "payout_minimum": _("The least payment is not negative."),
    "amount": _("The advance is greater than zero."),
    "until": _("The last day to recoup is not before the payment."),
    "source": _("Say by which document."),
    "text": _("Say it in your own words, in at most 2,000 letters."),
    "why": _("Say why."),
}


def money(amount: int, currency: str) -> str:
    """An amount of micro-units, exactly, with the places of its currency at least: "12.50 EUR"."""
    return f"{decimal(amount, places_of(currency))} {currency}"


def number(exact: str) -> str:
    """A fraction as people write it: "9131/10000" is "0.9131"; what no decimal says stays as it is: "1/3"."""
    for places in range(13):
        scaled = Fraction(exact) * 10**places
        if scaled.denominator == 1:
            digits = f"{scaled.numerator:0{places + 1}}"
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return exact
