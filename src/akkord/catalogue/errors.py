"""What can go wrong with the catalogue, one name per reason, each with words for the person who meets it."""

from django.utils.translation import gettext_lazy as _


class CatalogueError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "catalogue_error"
    text = _("Something about this catalogue did not work.")

    def __str__(self) -> str:
        return str(self.text) % {"about": self.args[0] if self.args else ""}


class NotRepresented(CatalogueError):
    """The person neither represents the organisation nor a body with a mandate from it, now and there."""

    code = "not_represented"
    text = _("You do not act for this organisation.")


class RoleTooNarrow(NotRepresented):
    """The person's role in the organisation, or the key they came with, does not include this."""

    code = "role_too_narrow"
    text = _("Your role in this organisation does not include that. Its managers can give you another.")


class LastManager(CatalogueError):
    code = "last_manager"
    text = _("An organisation keeps at least one manager: name another first.")


class OutsideMandate(NotRepresented):
    """There is a mandate, but it does not reach as far as what is asked."""

    code = "outside_mandate"
    text = _("The mandate you act under does not reach that far: it names other territories or recordings.")


class OrganisationExists(CatalogueError):
    code = "organisation_exists"
    text = _("An organisation of this name is already registered.")


class MandateForOneself(CatalogueError):
    code = "mandate_for_oneself"
    text = _("An organisation needs no mandate from itself.")


class MandateEndsEarly(CatalogueError):
    code = "mandate_ends_early"
    text = _("A mandate must end after it starts.")


class MandateBeyondCatalogue(CatalogueError):
    code = "mandate_beyond_catalogue"
    text = _("“%(about)s” is no recording of the organisation that gives the mandate.")


class MandateOfAnother(CatalogueError):
    code = "mandate_of_another"
    text = _("A mandate is given and taken back by the organisation itself.")


class NoDocument(CatalogueError):
    code = "no_document"
    text = _("Name the document that the mandate rests on: a contract or a power of attorney, with its date.")


class NoSuchMandate(CatalogueError):
    code = "no_such_mandate"
    text = _("There is no such mandate.")


class UnknownCountry(CatalogueError):
    code = "unknown_country"
    text = _("“%(about)s” is not a country code.")


class NoSuchOrganisation(CatalogueError):
    code = "no_such_organisation"
    text = _("There is no such organisation.")


class NoSuchRecording(CatalogueError):
    code = "no_such_recording"
    text = _("There is no such recording.")


class NoSuchDelivery(CatalogueError):
    code = "no_such_delivery"
    text = _("There is no such delivery.")


class UnreadableList(CatalogueError):
    """The common name of what makes a whole list unreadable; nothing of it is taken."""

    code = "unreadable_list"
    text = _("The list cannot be read.")


class ListTooLarge(UnreadableList):
    code = "list_too_large"
    text = _("The list is larger than %(about)s MB; deliver it in parts.")


class TooManyRows(UnreadableList):
    code = "too_many_rows"
    text = _("The list has more than %(about)s lines; deliver it in parts.")


class NotText(UnreadableList):
    code = "not_text"
    text = _("The list is not a text file in UTF-8.")


class NotASpreadsheet(UnreadableList):
    code = "not_a_spreadsheet"
    text = _("The spreadsheet cannot be read (%(about)s); save it as .xlsx once more, or as CSV.")


class OldSpreadsheet(UnreadableList):
    code = "old_spreadsheet"
    text = _("Spreadsheets of the old form (.xls) are not read; save it as .xlsx or CSV.")


class SpreadsheetTooLarge(UnreadableList):
    code = "spreadsheet_too_large"
    text = _("The spreadsheet unpacks to more than %(about)s MB; deliver it in parts, without pictures.")


class NoHeader(UnreadableList):
    code = "no_header"
    text = _("The first line must name the columns; missing: %(about)s.")


class ColumnTwice(UnreadableList):
    code = "column_twice"
    text = _("The first line names the column %(about)s twice.")


class EmptyList(UnreadableList):
    code = "empty_list"
    text = _("The list has no lines below its header.")


class NotProposed(CatalogueError):
    """The list was accepted before, or never waited for it."""

    code = "not_proposed"
    text = _("This list does not wait to be accepted.")


class NoRowForFile(CatalogueError):
    code = "no_row_for_file"
    text = _("No line of this delivery names a file called “%(about)s”.")


class AnotherFileHere(CatalogueError):
    """The row has its file already, with other bytes."""

    code = "another_file_here"
    text = _("A different file came for this line before; deliver the recording again to replace it.")


class RowRefused(CatalogueError):
    code = "row_refused"
    text = _("This line was refused, so its file is not needed: %(about)s")


class FileTooLarge(CatalogueError):
    code = "file_too_large"
    text = _("The file is larger than %(about)s MB.")


class EmptyFile(CatalogueError):
    code = "empty_file"
    text = _("The file is empty.")


class NoSuchMessage(CatalogueError):
    code = "no_such_message"
    text = _("There is no such message.")


class MessageNotReady(CatalogueError):
    """It is not read yet, was refused, or was accepted before."""

    code = "message_not_ready"
    text = _("Only a message that was read and not yet accepted can be accepted.")


class NoDpid(CatalogueError):
    code = "no_dpid"
    text = _("“%(about)s” is not a DDEX party id; it looks like PADPIDA2009101501Y.")


class DpidTaken(CatalogueError):
    code = "dpid_taken"
    text = _("Another organisation has the DDEX party id %(about)s.")


class NoSuchBatch(CatalogueError):
    code = "no_such_batch"
    text = _("There is no such batch.")


class NoBatchName(CatalogueError):
    """The choreography's name of a batch: priority, underscore, BatchId."""

    code = "no_batch_name"
    text = _("“%(about)s” is no name of a batch; write P_, M_ or N_ and an id, such as N_20141128.")


class UnsafePath(CatalogueError):
    code = "unsafe_path"
    text = _("“%(about)s” is no path within a batch; write RELEASE/RELEASE.xml or RELEASE/resources/1.flac.")


class BatchComplete(CatalogueError):
    code = "batch_complete"
    text = _("The batch was completed; send further files in a new one.")


class TooManyFiles(CatalogueError):
    code = "too_many_files"
    text = _("A batch has at most %(about)s files; send the rest in another.")


class NothingToAccept(CatalogueError):
    code = "nothing_to_accept"
    text = _("No message of this batch waits to be accepted.")
