"""What can be wrong with one line of a delivered list, one word per fault, and the sentence for each.

The word and what it is about are stored with the row; the sentence is made when somebody reads it, in the
reader's language.
"""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "broken_quoting": _("a quotation mark is not closed or stands in the wrong place"),
    "control_character": _("it holds characters that cannot be shown"),
    "too_many_values": _("it has more values than the header has columns"),
    "too_long": _("the value of %(about)s is too long"),
    "missing": _("%(about)s is missing"),
    "bad_isrc": _("“%(about)s” is not an ISRC"),
    "isrc_twice": _("the ISRC already stands on line %(about)s"),
    "isrc_of_another": _("the ISRC belongs to a recording of %(about)s"),
    "bad_share": _("“%(about)s” is not a share; write 1, 1/2 or 50%%"),
    "bad_territory": _("“%(about)s” is not a country code; write DE FR or Worldwide -RU"),
    "file_twice": _("the file is already named on line %(about)s"),
    "file_missing": _("it names no sound file, and the recording has none yet"),
    "sound_refused": _("the sound file could not be used: %(about)s"),
    "old_print": _(
        "the print %(about)s is of an earlier version of earprint; make it anew with “earprint print”,"
        " or send the sound"
    ),
    "broken_print": _("%(about)s is no whole print; make it anew with “earprint print”, or send the sound"),
    "print_beside_sound": _("the sound of this recording is here already, so its print alone is not needed"),
    "other_print": _("prints of “%(about)s” cannot be used; send one of earprint-2 as a file, or the sound"),
    "bad_icpn": _("the check digit of the product code %(about)s is wrong"),
    "not_read": _("the message cannot be used; its faults say why"),
    "no_dpid": _(
        "the operator of this site has not recorded a DDEX party id (DPID) for your organisation, so nobody"
        " can tell that the message is yours; ask the operator"
    ),
    "other_sender": _("the message was sent by %(about)s, which is not the DPID of your organisation"),
    "not_licensed": _("its licences could not be stated: %(about)s"),
    "odd_icpn": _("“%(about)s” is not a product code, so it was left out"),
}

_ON_LINE = _("line %(line)d: %(fault)s")

# The box's own words for a sound it refused (earprint.box REASONS).
_COSTLY = _("Decoding the file takes more computing time than its length allows.")
REFUSED_SOUNDS = {
    "empty": _("The file is empty."),
    "not_audio": _("The file is not a sound file of a kind that is accepted."),
    "forbidden_format": _("The file holds sound in a form that is not accepted."),
    "too_many_sounds": _("The file holds a video or more than one sound; exactly one sound is accepted."),
    "truncated": _("The file breaks off before any sound can be decoded."),
    "too_short": _("The file holds less than one second of sound."),
    "too_long": _("The file holds more than twelve hours of sound."),
    "tag_bomb": _("The tags of the file claim a size no real tag has."),
    "decoder_error": _("Most of the file does not decode."),
    "cpu": _COSTLY,
    "wall": _COSTLY,
    "memory": _("Decoding the file takes more memory than is allowed."),
}


def told(line: int, fault: str) -> str:
    """The sentence for a stored fault, in the reader's language: "line 7: title is missing"."""
    return str(_ON_LINE) % {"line": line, "fault": said(fault)} if fault else ""


def said(fault: str) -> str:
    """The same without the line."""
    if not fault:
        return ""
    word, _space, about = fault.partition(" ")
    if word == "sound_refused":
        about = str(REFUSED_SOUNDS.get(about, about))
    return str(SENTENCES[word]) % {"about": about}
