"""Why something about reports and decisions cannot be, one name per reason."""

from django.utils.translation import gettext_lazy as _


class CareError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "care_error"
    text = _("Something about this report did not work.")


class NoSuchThing(CareError, LookupError):
    code = "no_such_thing"
    text = _("There is nothing here to report.")


class OwnThing(CareError):
    code = "own_thing"
    text = _("This is your own. You can delete or change it yourself.")


class NoSuchRule(CareError):
    code = "no_such_rule"
    text = _("Choose the rule it goes against.")


class TooManyReports(CareError):
    """A person reports at most `actions.MOST_A_DAY` things a day."""

    code = "too_many_reports"
    text = _("You have reported much today. What you have sent is being looked at; try again tomorrow.")


class NoSuchMatter(CareError, LookupError):
    code = "no_such_matter"
    text = _("This is decided already, or was never reported.")


class NotYourRole(CareError):
    code = "not_your_role"
    text = _("Your role on the staff does not reach so far. Escalate it instead.")


class YourOwnMatter(CareError):
    code = "your_own_matter"
    text = _("Somebody else has to decide this: it is about you, or you reported it.")


class NotForThis(CareError):
    code = "not_for_this"
    text = _("This cannot be done about such a thing.")


class NobodyChosen(CareError):
    """Several people wrote the messages, and the measure is to hit one of them."""

    code = "nobody_chosen"
    text = _("Several people wrote these messages. Choose whom it is about.")


class LastOperator(CareError):
    """Nobody could undo it, nor do anything else on the server."""

    code = "last_operator"
    text = _("This is the only operator of this server, who has to stay able to act.")


class NoSuchTerm(CareError):
    code = "no_such_term"
    text = _("Choose for how long.")


class WordsMissing(CareError):
    code = "words_missing"
    text = _("Say why in a sentence; the person reads it.")


class NoSuchDecision(CareError, LookupError):
    code = "no_such_decision"
    text = _("There is no such decision.")


class NoAppealAgainst(CareError):
    code = "no_appeal_against"
    text = _("This cannot be appealed: it was appealed before, lifted, or is older than six months.")


class AnotherAnswers(CareError):
    """Whoever decided, is concerned or has reported answers no appeal."""

    code = "another_answers"
    text = _("Another person of the staff has to answer this appeal.")
