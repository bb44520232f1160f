"""What can go wrong in dialogs, one name per reason."""

from django.utils.translation import gettext_lazy as _


class DialogError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "dialog_error"
    text = _("Something about this message did not work.")


class NoSuchDialog(DialogError, LookupError):
    code = "no_such_dialog"
    text = _("There is no such conversation.")


class NoSuchMessage(DialogError, LookupError):
    # The API answers for a party's DDEX message by the other name.
    code = "no_such_dialog_message"
    text = _("There is no such message.")


class NothingSaid(DialogError):
    code = "nothing_said"
    text = _("Write something, or attach a track or a photo.")


class TooLong(DialogError):
    code = "too_long"
    text = _("A message holds at most 4,000 characters.")


class TooMuchAttached(DialogError):
    code = "too_much_attached"
    text = _("A message carries at most ten tracks, ten posts, ten photos and fifty forwarded messages.")


class NotYourPhoto(DialogError):
    code = "not_your_photo"
    text = _("Only photos of your own can be attached.")


class NotYourVoice(DialogError):
    code = "not_your_voice"
    text = _("Only one voice note of your own goes with a message.")


class NotYourDocument(DialogError):
    code = "not_your_document"
    text = _("Only documents of your own can be attached.")


class DoorClosed(DialogError):
    code = "door_closed"
    text = _("You cannot write to this person.")


class WaitForAnswer(DialogError):
    code = "wait_for_answer"
    text = _("Before they answer you can send three messages. Wait for an answer.")


class TooManyStrangers(DialogError):
    code = "too_many_strangers"
    text = _("You have written to many new people today. Try again tomorrow.")


class WroteToOneself(DialogError):
    code = "wrote_to_oneself"
    text = _("You cannot write to yourself.")


class SaidOtherwise(DialogError):
    """A client's id names a message that was sent with other words."""

    code = "said_otherwise"
    text = _("This message was already sent with other words.")


class NotYourMessage(DialogError):
    code = "not_your_message"
    text = _("Only its author may change a message.")


class TooLate(DialogError):
    code = "too_late"
    text = _("A message can be changed, or deleted for everybody, within a day.")


class MessageGone(DialogError):
    code = "message_gone"
    text = _("This message is deleted.")


class NotYourChat(DialogError):
    code = "not_your_chat"
    text = _("Only the owner and the keepers of a chat may do this.")


class NotAMember(DialogError):
    code = "not_a_member"
    text = _("This person is not in the chat.")


class OnlyFriends(DialogError):
    code = "only_friends"
    text = _("Only friends can be invited to a chat.")


class ChatFull(DialogError):
    code = "chat_full"
    text = _("A chat has at most 500 members.")


class TitleMissing(DialogError):
    code = "title_missing"
    text = _("Give the chat a name of at most 80 characters.")


class NothingNamed(DialogError):
    code = "nothing_named"
    text = _("Choose the messages you report, at most fifty.")


class NoSuchReport(DialogError, LookupError):
    code = "no_such_report"
    text = _("There is no such report.")


class Quiet(DialogError):
    """The staff has limited the account for a time: it answers, and begins nothing."""

    code = "quiet"
    text = _("You may not write to strangers for a time. “Decisions about me” says why and how to appeal.")
