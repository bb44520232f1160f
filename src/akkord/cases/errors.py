"""What can go wrong with orders and contests, one name per reason."""

from django.utils.translation import gettext_lazy as _


class CaseError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "case_error"
    text = _("This could not be done.")

    def __str__(self) -> str:
        return str(self.text)


class NoSuchOrder(CaseError):
    code = "no_such_order"
    text = _("There is no such order.")


class AlreadyExecuted(CaseError):
    code = "already_executed"
    text = _("This order has already been executed.")


class NotExecuted(CaseError):
    code = "not_executed"
    text = _("This order has not been executed yet.")


class NothingToRelease(CaseError):
    code = "nothing_to_release"
    text = _("Nothing of this organisation is silenced by this order any more.")


class NothingToDo(CaseError):
    code = "nothing_to_do"
    text = _("No row of this order names anything that can be acted on.")


class NoReason(CaseError):
    code = "no_reason"
    text = _("Say what the order is for and why: its uploaders and the public log will be told.")


class BadList(CaseError):
    code = "bad_list"
    text = _("The list names nothing, or more than 10,000 things.")


class BadTerritory(CaseError):
    code = "bad_territory"
    text = _("Name territories by two-letter codes (DE FR), or write Worldwide.")


class NothingToContest(CaseError):
    code = "nothing_to_contest"
    text = _("This upload is not restricted.")


class ContestEmpty(CaseError):
    code = "contest_empty"
    text = _("Say why the restriction is wrong.")


class NoSuchContest(CaseError):
    code = "no_such_contest"
    text = _("There is no such contest.")


class AnswerEmpty(CaseError):
    code = "answer_empty"
    text = _("Say why you stand by the restriction.")


class NoSuchInquiry(CaseError):
    code = "no_such_inquiry"
    text = _("There is no such question, or its answer was forgotten after a week.")


class TooManyInquiries(CaseError):
    code = "too_many_inquiries"
    text = _("Several files of this organisation are still being looked up; wait for their answers.")


class InquiryTooLarge(CaseError):
    code = "too_large"
    text = _("The file is larger than this site accepts.")


class InquiryEmpty(CaseError):
    code = "empty"
    text = _("The file is empty.")


class InquiriesClosed(CaseError):
    code = "uploads_closed"
    text = _(
        "Uploads are closed: the server could not prove that it opens files safely. "
        "The operator has been told."
    )
