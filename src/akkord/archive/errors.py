"""Why an archive is not taken in: what is wrong, in which file, in which row."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "not_whole": _("This is not a whole ZIP file."),
    "not_ours": _("This is no archive of an Akkord site: its manifest.json is missing."),
    "older": _("This archive is of an older format. Ask the site it comes from for a new one."),
    "too_large": _("The archive is larger than this site takes in."),
    "names": _("The archive holds a file its manifest does not name, or not one it names."),
    "changed": _("This file is not as it was when the archive was made."),
    "signature": _("The archive was not signed by the site it names, or was changed since."),
    "row": _("What stands here is not what this format has in its place."),
    "other_owner": _("Somebody else here has brought an archive of this person."),
    "other_self": _("You have brought the archive of another account of that site before."),
    "quiet": _("You are not to write for now, and bringing an archive is writing."),
    "busy": _("An archive of yours is being read or taken in. Wait until it is done, or drop it."),
    "gone": _("The file is no longer here: it is kept for a week. Bring it once more."),
}

LEFT_OUT: dict[str, str | Promise] = {
    "others_posts": _("Posts of others on your wall: they come with those who wrote them."),
    "in_communities": _("Posts in communities, which stay where they are."),
    "narrowed": _("Audiences that name who is not here yet: for you alone until you choose."),
    "lists": _("Lists of friends: you have as many as there may be."),
    "liked_tracks": _("Liked tracks that are not here."),
    "voices": _("Voice notes: they are heard in their conversation alone."),
    "too_many_links": _(
        "Posts with many links, of which a new account writes few. Bring it again in a week."
    ),
    "too_many_brought": _("Posts: as many have come from other sites as a person may bring."),
    "not_your_wall": _("Posts on walls where you may not write here."),
    "nothing_said": _("Posts that had nothing in them besides what is not here."),
    "not_a_picture": _("Photos that cannot be read."),
    "too_many_photos": _("Photos: you have as many as there may be."),
    "album_full": _("Photos of albums that are full."),
    "documents_lost": _("Documents whose bytes the old site had lost."),
    "document_too_large": _("Documents that are larger than this site takes."),
    "document_kind": _("Documents of kinds this site does not take."),
    "document_not_its_kind": _("Documents that are not what their names say."),
    "document_holds_sound": _("Documents with sound in them."),
    "too_many_documents": _("Documents: you have as many as there may be."),
    "sounds_not_in_it": _("Sounds whose files are not in the archive."),
    "sounds_closed": _("Sounds: this site takes none in from you now. Bring the archive again when it does."),
    "sound_too_large": _("Sounds that are larger than this site takes."),
    "sound_empty": _("Sounds without a byte."),
    "podcast_address": _("Podcasts whose feeds cannot be asked from here."),
    "too_many_podcasts": _("Podcasts: you follow as many as there may be."),
    "too_many_playlists": _("Playlists: you have as many as there may be."),
}


@dataclass(frozen=True)
class Fault:
    """`row` 0: the whole file; `file` "": the whole archive."""

    code: str
    file: str = ""
    row: int = 0
    detail: str = ""


class Refused(Exception):
    """An archive, or the wish to bring it, is refused."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
