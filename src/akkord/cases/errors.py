"""What can go wrong with orders, claims and proceedings, one name per reason."""

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


class NoSuchStayDown(CaseError):
    code = "no_such_stay_down"
    text = _("There is no such stay-down, or it has ended.")


class NoDecisionNamed(CaseError):
    code = "no_decision_named"
    text = _("Name the coordinator and its decision, and give a day of its end that is after its beginning.")


class TrustedAlready(CaseError):
    code = "trusted_already"
    text = _("This organisation has the status already.")


class NoSuchFlagger(CaseError):
    code = "no_such_flagger"
    text = _("There is no such status, or it was revoked.")


class NoSuchSanction(CaseError):
    code = "no_such_sanction"
    text = _("There is no such sanction, or it was lifted.")


class NoSuchSuspension(CaseError):
    code = "no_such_suspension"
    text = _("There is no such suspension, or it is over.")


class NoAppealNow(CaseError):
    code = "no_appeal_now"
    text = _("This suspension was appealed already, or lifted, or its six months for an appeal are over.")


class AppealEmpty(CaseError):
    code = "appeal_empty"
    text = _("Say why the suspension is wrong: a person will read it.")


class ReasonMissing(CaseError):
    code = "reason_missing"
    text = _("Say why: the owner of the account reads it.")


class DecidedByYou(CaseError):
    code = "decided_by_you"
    text = _("You decided it, or it is your own: somebody else of the staff has to do this.")


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
    text = _("Nobody claims this upload.")


class ContestEmpty(CaseError):
    code = "contest_empty"
    text = _("Say why the restriction is wrong.")


class NoSuchContest(CaseError):
    code = "no_such_contest"
    text = _("There is no such contest.")


class AnswerEmpty(CaseError):
    code = "answer_empty"
    text = _("Say why you stand by the restriction.")


class NoticeNeeded(CaseError):
    code = "notice_needed"
    text = _("After an appeal only a statutory notice under your own name keeps the claim.")


class LessonNotPassed(CaseError):
    code = "lesson_not_passed"
    text = _("Not all answers are right. The rules say more; try again.")


class NothingToClaim(CaseError):
    code = "nothing_to_claim"
    text = _("This is free for all, or proven to be somebody else's: it cannot be claimed.")


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


class NoSuchProceeding(CaseError):
    code = "no_such_proceeding"
    text = _("There is no such proceeding.")


class NoLawFor(CaseError):
    code = "no_law_for"
    text = _("No law known here gives such a procedure in this country.")


class LawNotInForce(CaseError):
    code = "law_not_in_force"
    text = _("This law was not in force on that day.")


class LawDoesNotCover(CaseError):
    code = "law_does_not_cover"
    text = _("This law was in force on that day, but did not cover what is demanded.")


class NothingNamed(CaseError):
    code = "nothing_named"
    text = _("None of the addresses leads to anything on this site.")


class NoticesSuspended(CaseError):
    code = "notices_suspended"
    text = _(
        "Notices from this address are not taken for a time, because several were manifestly unfounded. "
        "You were sent the reasons."
    )


class TooManyNotices(CaseError):
    code = "too_many_notices"
    text = _("Too many notices from this address still wait to be decided.")


class FormIncomplete(CaseError):
    code = "form_incomplete"
    text = _("Something the law asks for is missing.")


class StepNotPossible(CaseError):
    code = "step_not_possible"
    text = _("This cannot be done in the state the proceeding is in.")


class StepNotYours(CaseError):
    code = "step_not_yours"
    text = _("This step is for another party of the proceeding.")


class StepTooEarly(CaseError):
    code = "step_too_early"
    text = _("It is too early for this step.")


class StepTooLate(CaseError):
    code = "step_too_late"
    text = _("The time for this step is over.")


class ConditionNotMet(CaseError):
    code = "condition_not_met"
    text = _("A condition of the law for this step is not met.")


class SecondPersonNeeded(CaseError):
    code = "second_person_needed"
    text = _("This step needs a second person: propose it, and somebody else of the staff approves it.")


class NoSuchApproval(CaseError):
    code = "no_such_approval"
    text = _("There is no such proposal, or it was approved or lapsed already.")


class SamePerson(CaseError):
    code = "same_person"
    text = _("Whoever proposed or requested a step cannot approve it.")


class NoSuchRow(CaseError):
    code = "no_such_row"
    text = _("There is no such row that waits to be decided.")


class NoClaimant(CaseError):
    code = "no_claimant"
    text = _("Say which organisation’s catalogue the act means.")


class NotCoordinated(CaseError):
    code = "not_coordinated"
    text = _("That body holds no mandate of the claimant.")


class NoCaseToJoin(CaseError):
    code = "no_case_to_join"
    text = _("No other open case of this court bears that number here.")


class NoSuchItem(CaseError):
    code = "no_such_item"
    text = _("This waits for nobody any more.")


class TakenByAnother(CaseError):
    code = "taken_by_another"
    text = _("Somebody else is working on this, or you may not decide it.")


class StaffOnly(CaseError):
    code = "staff_only"
    text = _("Only the staff of this site can do this.")


class NoSuchConflict(CaseError):
    code = "no_such_conflict"
    text = _("There is no such conflict.")


class ConflictOver(CaseError):
    code = "conflict_over"
    text = _("This conflict is over, or what was offered is no longer open.")


class SharesNotWhole(CaseError):
    code = "shares_not_whole"
    text = _("Give every party a share, none below zero, that together are exactly the whole.")


class NothingAsserted(CaseError):
    code = "nothing_asserted"
    text = _("This party has no unproven statement that the document could prove.")


class NoDocumentGiven(CaseError):
    code = "no_document_given"
    text = _("Choose the document; its name and its SHA-256 are kept.")


class NotAParty(CaseError):
    code = "not_a_party"
    text = _("Only a party of the conflict can do this, and nobody answers their own offer.")


class NoSuchOverlap(CaseError):
    code = "no_such_overlap"
    text = _("No two recordings with one sound are known here by these numbers.")


class OverlapOver(CaseError):
    code = "overlap_over"
    text = _("Something else was said of these two recordings meanwhile. Look at them again.")


class WhyMissing(CaseError):
    code = "why_missing"
    text = _("Say why: it is kept with what you say, and the other parties read it.")


class NothingDisputed(CaseError):
    code = "nothing_disputed"
    text = _(
        "Not more than the whole is claimed of these two recordings together, so there is nothing to "
        "dispute: agree that they are one."
    )
