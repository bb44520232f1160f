"""What can go wrong with documents, one name per reason."""

from django.utils.translation import gettext_lazy as _


class DocumentError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "document_error"
    text = _("Something about this document did not work.")


class NoSuchDocument(DocumentError, LookupError):
    code = "no_such_document"
    text = _("There is no such document.")


class TooLarge(DocumentError):
    code = "document_too_large"
    text = _("A document is at most 10 MB large.")


class KindNotTaken(DocumentError):
    code = "document_kind"
    text = _(
        "Documents are PDF, plain text, OpenDocument or Word, Excel and PowerPoint files without macros. "
        "Archives and programs are not taken."
    )


class NotItsKind(DocumentError):
    code = "document_not_its_kind"
    text = _("What is in this file is not what its name says.")


class HoldsSound(DocumentError):
    """Nothing is heard before it is identified and decided, so no sound comes by this road."""

    code = "document_holds_sound"
    text = _(
        "There is sound in this file. Send it in as music: there it is identified, and then everybody may "
        "hear it whom its owners let."
    )


class TooManyDocuments(DocumentError):
    code = "too_many_documents"
    text = _("You have sent in many documents today. Try again tomorrow.")


class NotYours(DocumentError):
    code = "not_your_document"
    text = _("Only documents of your own can be attached.")
