"""The sentence for each fault of a DDEX message: what is wrong and what to do, in the reader's language.

The only room of `ern` that knows Django, and of Django gettext alone.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .faults import Fault

SENTENCES = {
    # the file
    "empty_file": _("The file is empty; send it again."),
    "not_xml": _("This is not an XML file; send the DDEX message itself, not packed and in no other form."),
    "not_well_formed": _("The XML breaks off or is broken here (%(about)s); send a well-formed file."),
    "wrong_encoding": _(
        "The bytes are not in the encoding the file states (%(about)s); save it in UTF-8 and state UTF-8."
    ),
    "document_type": _("The file has a document type or entities, which DDEX does not use; send it without."),
    "file_too_large": _("The file is larger than %(about)s MB; send the releases in several messages."),
    "row_too_large": _("One entry of the message is larger than %(about)s MB; send it in parts."),
    "too_deep": _(
        "Elements are nested too deeply for a DDEX message (%(about)s); send a file made by the standard."
    ),
    "too_many_elements": _(
        "The message or one entry of it has too many elements (%(about)s); send it in parts."
    ),
    "attribute_too_long": _("An attribute is longer than %(about)s characters; shorten it."),
    "text_too_long": _("A text is longer than %(about)s characters; shorten it, or send it as a file."),
    "too_large_for_parser": _("A name or text is longer than XML readers accept (%(about)s); shorten it."),
    # which message
    "other_message": _(
        "“%(about)s” is not a release message; send NewReleaseMessage or PurgeReleaseMessage."
    ),
    "update_message": _(
        "DDEX has no %(about)s; send the whole NewReleaseMessage again with a newer MessageCreatedDateTime."
    ),
    "catalog_list": _("A %(about)s is not read here; send a NewReleaseMessage for each release."),
    "catalog_transfer_message": _(
        "A %(about)s is not read here; record the transfer of the catalogue in the rights office."
    ),
    "catalog_transfer": _(
        "The message tells of a transfer of catalogue, which is not carried out; record it in the office."
    ),
    "unsupported_version": _("ERN %(about)s is not read; send a version from 3.4.1 to 4.3."),
    "untried_version": _("ERN %(about)s was read like the versions next to it; look at what was understood."),
    "unknown_version": _(
        "The message does not say its version; it was read by its structure. Name its namespace."
    ),
    "no_header": _("The message has no header; it must say who sent it and when it was made."),
    "no_created": _("MessageCreatedDateTime is missing; it decides which message is newer."),
    "bad_created": _("“%(about)s” is not a date and time; write 2014-04-03T12:00:00Z."),
    "created_without_zone": _("“%(about)s” has no time zone and was read as UTC; write the zone."),
    "no_message_id": _("MessageId is missing; give each message an id of its own."),
    "no_sender": _("MessageSender is missing; name the sender with its DPID."),
    "nothing_in_it": _(
        "The message holds no resource, release or purge; look whether the right file was sent."
    ),
    "more_faults": _("%(about)s more faults are not shown; correct these first."),
    # identifiers
    "bad_isrc": _("“%(about)s” is not an ISRC; it was kept as it is. Correct it and send the message again."),
    "bad_icpn": _("The product code %(about)s is wrong; it was kept as it is. Correct its digits."),
    "bad_grid": _("The GRid %(about)s is wrong; it was kept as it is. Correct it."),
    "bad_isni": _("The ISNI %(about)s is wrong; it was kept as it is. Correct it."),
    "bad_ipi": _("The IPI name number %(about)s is wrong; it was kept as it is. Correct it."),
    "bad_dpid": _(
        "“%(about)s” is not a DDEX party id; it was kept as it is. Use the DPID that DDEX assigned."
    ),
    "no_identifier": _("%(about)s has no identifier; name at least one, so that it can be found again."),
    # rows
    "no_reference": _("%(about)s is missing; without it nothing else in the message can refer here."),
    "reference_twice": _("The reference %(about)s was given before; give each its own."),
    "unknown_release": _("There is no release %(about)s in this message; send it, or correct the reference."),
    "unknown_resource": _(
        "There is no resource %(about)s in this message; send it, or correct the reference."
    ),
    "unknown_party": _("There is no party %(about)s in the party list; add it, or correct the reference."),
    "unknown_word": _(
        "The standard's list does not have this word: %(about)s. It was kept; use a word of the list."
    ),
    "bad_duration": _("“%(about)s” is not a duration; write PT3M45S."),
    "bad_share": _("“%(about)s” is not a share of up to 100 per cent; write a number such as 50.0."),
    # deals
    "no_territory": _(
        "The deal names no territory, so it gives nothing; name TerritoryCode or ExcludedTerritoryCode."
    ),
    "no_territory_left": _(
        "Nothing is left of the territory “%(about)s”, so the deal gives nothing; name countries."
    ),
    "unknown_territory": _(
        "“%(about)s” is no territory that is known here and was left out; use ISO or TIS codes."
    ),
    "unknown_exclusion": _(
        "“%(about)s” is taken out but is no territory that is known here,"
        " so the deal was refused; correct the code."
    ),
    "part_of_country": _(
        "%(about)s is a part of a country; listeners are known by country alone, so it was not licensed."
    ),
    "part_taken_out": _(
        "%(about)s is a part of a country; listeners are known by country alone,"
        " so the whole country was taken out."
    ),
    "group_edges": _(
        "Tables differ on who belongs to TIS group %(about)s; these were not licensed by it."
        " Name them if they are meant."
    ),
    "former_country": _("%(about)s: a former country, read as those of today in brackets; name these."),
    "no_period": _("The deal has no ValidityPeriod and was read as always valid; name its start."),
    "bad_date": _("“%(about)s” is not a date; write 2014-04-03, or 2014-04-03T12:00:00Z for an instant."),
    "partial_date": _(
        "“%(about)s” is no whole date; it was read as the whole year or month. Write 2014-04-03."
    ),
    "empty_period": _("The period ends before it begins, so the deal gives nothing; correct its dates."),
    "no_uses": _("The deal names no UseType, so it permits nothing; name the uses."),
    "nameless_channel": _(
        "A distribution channel has no DPID, so it cannot be told whom the deal is for; add it."
    ),
    "resource_usage": _(
        "Uses of single resources (ResourceUsage) are not read; make a deal for a track release."
    ),
    # batches
    "unsafe_name": _(
        "“%(about)s” is not taken: a name must not begin with a point or hold a slash, a colon, a star,"
        " quotes or characters that cannot be shown. Rename it."
    ),
    "link_in_batch": _("%(about)s is a link, and links are not followed; send the file itself."),
    "not_a_file": _("%(about)s is neither a file nor a folder; send files."),
    "too_many_files": _("The batch has more than %(about)s files; send it as several batches."),
    "too_many_releases": _("The batch has more than %(about)s releases; send it as several batches."),
    "file_beside": _("%(about)s lies beside the folders of the releases and was left; put it into one."),
    "no_release": _(
        "The batch has no folder of a release; put each message into a folder named as its release."
    ),
    "no_message": _("The folder holds no message; put %(about)s.xml into it."),
    "several_messages": _("The folder holds several XML files; name the message %(about)s.xml."),
    "message_gone": _("The message could not be read from the folder (%(about)s); send the batch again."),
    "manifest_not_read": _(
        "The file that completes the batch is no manifest (%(about)s); send a ManifestMessage, or an empty"
        " file."
    ),
    "manifest_count": _(
        "The manifest announces %(about)s; send what is missing and complete the batch again."
    ),
    "manifest_file": _(
        "The manifest names %(about)s, which did not come or has another sum; send it and complete the batch"
        " again."
    ),
    "resource_missing": _("The file %(about)s did not come with the message; send it, then the batch again."),
    "resource_empty": _("The file %(about)s is empty; send it again."),
    "resource_elsewhere": _("The address %(about)s is not fetched; put the file into the batch."),
    "resource_too_large": _("The file is larger than %(about)s MB; send a smaller one."),
    "wrong_sum": _(
        "The bytes that came are not those the message states (%(about)s); the file was damaged or changed."
        " Send it again, or correct its HashSum."
    ),
    "unknown_sum": _("“%(about)s” is no sum that is computed here; state MD5, SHA-1 or SHA-256."),
    # schemas
    "not_by_schema": _("By the schema of this version: %(about)s"),
    "no_schema": _(
        "The operator's folder has no schema for %(about)s; the message was checked by structure alone."
    ),
    "too_large_for_schema": _(
        "The file is larger than %(about)s MB, so it was checked by structure and not by its schema."
    ),
    "unusable_schema": _(
        "The operator's schema cannot be used (%(about)s); the message was checked by structure."
    ),
}


def sentence(fault: Fault) -> str:
    """What is wrong and what to do."""
    return str(SENTENCES[fault.word]) % {"about": fault.about}


def told(fault: Fault) -> str:
    """One line for people: file, place, sentence."""
    place = fault.place
    line = gettext("line %(line)d") % {"line": place.line} if place.line else ""
    return f"{', '.join(filter(None, (fault.file, line, place.path)))}: {sentence(fault)}"
