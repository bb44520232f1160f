"""What can go wrong with music, one name per reason, each with words for the person who meets it."""

from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from akkord.sound.forms import Rendition


class MusicError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "music_error"
    text = _("Something about this music did not work.")


class TooLarge(MusicError):
    code = "too_large"
    text = _("The file is larger than this site accepts.")


class EmptyFile(MusicError):
    code = "empty"
    text = _("The file is empty.")


class VoiceTooLarge(MusicError):
    code = "voice_too_large"
    text = _("A voice note is at most ten minutes and 12 MB long.")


class TooManyVoices(MusicError):
    code = "too_many_voices"
    text = _("Those were many voice notes in one hour. Try again a little later.")


class VoiceNotesClosed(MusicError):
    """The strict mode: a person hears every sound nobody knows, and no person of the site hears dialogs."""

    code = "voice_notes_closed"
    text = _(
        "This site has a person listen to every sound it does not know. Nobody of it listens to "
        "conversations, so voice notes cannot be sent here."
    )


class UnknownLawfulUse(MusicError):
    code = "unknown_lawful_use"
    text = _(
        "A lawful use is a quotation, criticism, review, caricature, parody or pastiche, or one by a licence "
        "of your own."
    )


class NothingToDeclare(MusicError):
    code = "nothing_to_declare"
    text = _(
        "Declaring a lawful use frees nothing here: nothing is claimed, the whole recording is in it, "
        "an order forbids it, or a person has decided already. You can dispute what is claimed."
    )


class WhyMissing(MusicError):
    code = "why_missing"
    text = _("Say in a few words why the use is lawful: a person will read it.")


class TooManyUnfinished(MusicError):
    code = "too_many_unfinished"
    text = _("Too many of your uploads are unfinished; complete or cancel some first.")


class UploadsClosed(MusicError):
    """The box did not prove itself on any living worker, so nothing can be opened safely."""

    code = "uploads_closed"
    text = _(
        "Uploads are closed: the server could not prove that it opens files safely. "
        "The operator has been told."
    )


class UploadsSuspended(MusicError):
    """Strikes count against the account. `until`, and the line (its number; before it has one, its id)."""

    code = "uploads_suspended"

    def __init__(self, until: datetime, line: str) -> None:
        super().__init__(until, line)
        self.until, self.line = until, line

    @property
    def text(self) -> str:  # type: ignore[override]
        return gettext(
            "Your uploads are suspended until %(until)s UTC, because three copyright strikes count against "
            "this account (log line %(line)s). You can listen, read and write as before. Which strikes, and "
            "how to contest it: %(place)s"
        ) % {
            "until": date_format(self.until, "j E Y, H:i"),
            "line": self.line,
            "place": f"{settings.SITE_URL}/letters",
        }


class NoSuchUpload(MusicError):
    code = "no_such_upload"
    text = _("There is no such upload.")


class UploadComplete(MusicError):
    code = "upload_complete"
    text = _("This upload is already complete.")


class NoSuchTrack(MusicError):
    code = "no_such_track"
    text = _("There is no such track.")


class NotYours(MusicError):
    code = "not_yours"
    text = _("Only the person who uploaded this can do that.")


class LyricsTooLong(MusicError):
    """More words than a song has."""

    code = "lyrics_too_long"
    text = _("These are more words than a song has.")


class TooManyWaiting(MusicError):
    """One person has a bounded number of forms made at once."""

    code = "too_many_waiting"
    text = _("Several songs are being made for you in this form. Try again in a moment.")


class NoSuchShare(MusicError):
    """No address shows this, or it has expired."""

    code = "no_such_share"
    text = _("Nothing is shared here, or not any more.")


class NoSuchRoom(MusicError):
    """No address of a room, or it has ended."""

    code = "no_such_room"
    text = _("Nobody listens together here, or not any more.")


class RoomFull(MusicError):
    """A room has a bounded number of seats."""

    code = "room_full"
    text = _("This room is full.")


class NotYourHand(MusicError):
    """The host alone steers."""

    code = "not_your_hand"
    text = _("The host of this room steers it.")


class NothingToPlay(MusicError):
    """A room is opened with what one plays."""

    code = "nothing_to_play"
    text = _("Your queue is empty: play something first, then let others listen with you.")


class TooManyShares(MusicError):
    """One person shares a bounded number of things."""

    code = "too_many_shares"
    text = _("You share as many things as one can; take one back first.")


class NotReady(MusicError):
    """Allowed, but what is played is still being made."""

    code = "not_ready"
    text = _("This track is being prepared; it will play in a moment.")
    retry_after = 2


class NotMade(NotReady):
    """Allowed, but the form that was asked for has to be made first."""

    def __init__(self, sound_id: int, rendition: Rendition) -> None:
        super().__init__()
        self.sound_id = sound_id
        self.rendition = rendition


class Silent(MusicError):
    """The decision says no; `telling` says who, why and where to read more."""

    code = "silent"

    def __init__(self, telling: "object") -> None:
        super().__init__(telling)
        self.telling = telling


class NoSuchArtist(MusicError):
    code = "no_such_artist"
    text = _("There is no such artist.")


class TooManyLinks(MusicError):
    code = "too_many_artist_links"
    text = _("At most eight addresses stand on a page of an artist.")


class NoSuchAlbum(MusicError):
    code = "no_such_album"
    text = _("There is no such album.")


class NoSuchPlaylist(MusicError):
    """It never was, or is not for whoever asks."""

    code = "no_such_playlist"
    text = _("There is no such playlist.")


class NameMissing(MusicError):
    code = "name_missing"
    text = _("Give it a name.")


class TooManyPlaylists(MusicError):
    code = "too_many_playlists"
    text = _("You have as many playlists as one person may.")


class PlaylistFull(MusicError):
    code = "playlist_full"
    text = _("The playlist holds as many tracks as one may.")


class FilledByRules(MusicError):
    code = "filled_by_rules"
    text = _("Rules fill this playlist; change them to change what is in it.")


class NoSuchEditor(MusicError):
    code = "no_such_editor"
    text = _("Only friends can be let into a playlist.")


class TooManyScrobblers(MusicError):
    code = "too_many_scrobblers"
    text = _("You have connected as many services as one person may. Disconnect one first.")


class AddressNotPermitted(MusicError):
    code = "address_not_permitted"
    text = _("This site does not tell listens there. Ask its operator.")


class ScrobblerRefuses(MusicError):
    code = "scrobbler_refuses"
    text = _("The service does not know this name and password, or does not answer.")


class BadTags(MusicError):
    """`name` of the tag."""

    code = "bad_tags"
    text = _("A year has four digits, a place on an album is a number.")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NoSuchClaim(MusicError):
    code = "no_such_claim"
    text = _("There is no such claim, or it is decided.")


class EvidenceMissing(MusicError):
    code = "evidence_missing"
    text = _("Say by what one can see that the page is yours: an address, a label, a post there.")


class AlreadyClaimed(MusicError):
    code = "already_claimed"
    text = _("You have claimed this page, or have too many claims that wait.")


class ReasonMissing(MusicError):
    code = "reason_missing"
    text = _("Give a reason: who asked will read it.")


class SameArtist(MusicError):
    code = "same_artist"
    text = _("These are one artist already.")


class BadRules(MusicError):
    """`path` names the rule, as the editor's form does."""

    code = "bad_rules"
    text = _("Something is missing in the rules, or makes no sense.")

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class BadStars(MusicError):
    code = "bad_stars"
    text = _("A rating is one to five stars, or none.")


class NotUnknown(MusicError):
    code = "not_unknown"
    text = _(
        "This sound is somebody’s already, or something is claimed or ordered about it. What you hold of it "
        "is said in the story of the upload, not here."
    )


class DeclaredByAnother(MusicError):
    code = "declared_by_another"
    text = _(
        "Another member has signed that this very file is theirs. Tell the site by a notice, with what "
        "proves that it is yours."
    )


class NoSuchOwn(MusicError):
    code = "no_such_own"
    text = _("Nothing is declared about this track.")


class PartUnreadable(MusicError):
    code = "part_unreadable"

    def __init__(self, line: str = "") -> None:
        super().__init__(line)
        self.line = line

    @property
    def text(self) -> str:  # type: ignore[override]
        return gettext("“%(line)s” is no name with a share: write “Anna Petrova 50”, one a line.") % {
            "line": self.line
        }


class PartsNotWhole(MusicError):
    code = "parts_not_whole"

    def __init__(self, percent: str = "0") -> None:
        super().__init__(percent)
        self.percent = percent

    @property
    def text(self) -> str:  # type: ignore[override]
        return gettext("The shares come to %(percent)s per cent; together they are 100.") % {
            "percent": self.percent
        }


class NoWords(MusicError):
    code = "no_words"
    text = _("This song has no words here, or it is silent for you.")


class TooManyOnClub(MusicError):
    code = "too_many_on_club"
    text = _("A community’s music holds at most 1,000 tracks and 100 playlists.")
