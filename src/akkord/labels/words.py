"""The trade's closed lists in the reader's words: uses, models, actions, states, what an order found."""

from django.utils.translation import gettext_lazy as _

from akkord.rights.rules.effective import Sum
from akkord.rights.terms import Action, CommercialModel, Ground, Use, UseType

USES = {
    UseType.ON_DEMAND_STREAM: _("Play on demand"),
    UseType.USER_MAKE_AVAILABLE_USER_PROVIDED: _("Play what members upload"),
    UseType.USER_MAKE_AVAILABLE_LABEL_PROVIDED: _("Members share what the label delivered"),
    UseType.NON_INTERACTIVE_STREAM: _("Radio"),
    UseType.CONDITIONAL_DOWNLOAD: _("Keep offline while subscribed"),
    UseType.TETHERED_DOWNLOAD: _("Keep offline on one device"),
    UseType.PERMANENT_DOWNLOAD: _("Download for good"),
    UseType.PREVIEW: _("Preview"),
}
MODELS = {
    CommercialModel.FREE_OF_CHARGE: _("Free of charge"),
    CommercialModel.ADVERTISEMENT_SUPPORTED: _("Paid by advertising"),
    CommercialModel.SUBSCRIPTION: _("Subscription"),
    CommercialModel.PAY_AS_YOU_GO: _("Paid by use"),
    CommercialModel.AS_PER_CONTRACT: _("As the contract says"),
    CommercialModel.DEVICE_FEE: _("Paid with a device"),
    CommercialModel.PERFORMANCE_ROYALTIES: _("Performance royalties"),
    CommercialModel.RIGHTS_CLAIM: _("By a rights claim"),
}
LISTENING = {
    Use.PLAY: _("When played"),
    Use.RADIO: _("In the radio"),
    Use.SHARE: _("From where somebody shared it"),
    Use.OFFLINE: _("Kept offline"),
    Use.DOWNLOAD: _("Downloaded"),
    Use.PREVIEW: _("As a preview"),
}
FREE = {
    Ground.PUBLIC_DOMAIN: _("Public domain"),
    Ground.CC0: "CC0",
    Ground.CC_BY: "CC BY",
    Ground.CC_BY_SA: "CC BY-SA",
    Ground.CC_BY_ND: "CC BY-ND",
    Ground.CC_BY_NC: "CC BY-NC",
    Ground.CC_BY_NC_SA: "CC BY-NC-SA",
    Ground.CC_BY_NC_ND: "CC BY-NC-ND",
}
ACTIONS = {
    Action.BLOCK: _("Block it"),
    Action.REPORT: _("Let it play, and report every play"),
}
KINDS = {
    "label": _("Label"),
    "publisher": _("Publisher"),
    "body": _("Collecting body"),
    "court": _("Court"),
    "authority": _("Authority"),
    "musician": _("Musician"),
}
ROLES = {
    "reader": _("Reader: sees everything here"),
    "clerk": _("Clerk: also delivers the catalogue"),
    "counsel": _("Counsel: also licenses, claims and orders"),
    "manager": _("Manager: also decides who else sits here"),
}
NEWS = {
    "delivery.finished": _("A delivery is through"),
    "message.moved": _("A DDEX message was read, refused or catalogued"),
    "order.executed": _("An order was executed"),
    "order.released": _("An order was released"),
    "proceeding.moved": _("A claim, notice or other proceeding moved"),
    "conflict.moved": _("A conflict opened or ended"),
    "negotiation.moved": _("A negotiation moved"),
    "statement.issued": _("A royalty statement was issued"),
}
CALL_STATES = {"waiting": _("to be tried"), "taken": _("taken"), "given_up": _("given up")}
ROW_STATES = {
    "waiting": _("waits for its sound file"),
    "arrived": _("file arrived, being examined"),
    "heard": _("fingerprinted, being catalogued"),
    "live": _("live"),
    "refused": _("refused"),
}
FORESEEN = {
    "new": _("new"),
    "changed": _("changes"),
    "same": _("stays as it is"),
    "refused": _("is refused"),
}
COLUMN_NAMES = {
    "title": _("title"),
    "artist": _("artist"),
    "release": _("release"),
    "icpn": _("product code"),
    "share": _("share"),
    "territory": _("territory"),
    "file": _("file"),
}
MESSAGE_STATES = {
    "arrived": _("being read"),
    "read": _("read, to be accepted"),
    "refused": _("refused"),
    "accepted": _("being catalogued"),
    "catalogued": _("its licences are being stated"),
    "done": _("finished"),
}
BATCH_STATES = {
    "arriving": _("being filled"),
    "complete": _("complete, being looked at"),
    "reading": _("being read"),
    "done": _("read and answered"),
}
REFERENCES = {
    "none": _("no sound yet"),
    "unknown": _("being examined"),
    "examined": _("known by its sound"),
    "printed": _("known by its print alone"),
    "refused": _("sound unusable"),
}
FOUND = {
    "recording": _("Your recording, every copy"),
    "file": _("A file nobody has claimed: a notice"),
    "ambiguous": _("Several different tracks"),
    "no_standing": _("Somebody else’s recording"),
    "not_found": _("Not found"),
}
EFFECTIVE = ("recording", "file")
REFUSALS = {
    "not_theirs": _("neither owned nor delivered by this organisation"),
    "no_mandate": _("its owner gave you no mandate"),
    "beyond_mandate": _("beyond the mandate: other territories or recordings"),
}
GROUNDS = {
    "owner": _("It is their own music"),
    "licensed": _("They have a licence"),
    "lawful_use": _("It is a lawful use: quotation, criticism, parody"),
    "wrong_match": _("It is a different recording"),
    "other": _("Another reason"),
}
SUMS = {
    Sum.NOBODY: _("nobody counts here"),
    Sum.GAP: _("less than the whole"),
    Sum.WHOLE: _("the whole"),
    Sum.OVERCLAIM: _("more than the whole"),
}
VERDICTS = {
    "ALLOW": _("Plays"),
    "ALLOW_REPORT": _("Plays, reported"),
    "HOLD": _("Held back"),
    "BLOCK": _("Blocked"),
}
MONEY = {
    "pay": _("paid"),
    "escrow": _("waits in escrow"),
    "waived": _("asks for none"),
}
BLOCKS = {
    "court": _("By a court"),
    "regulator": _("By an authority"),
    "safety": _("For safety"),
    "staydown": _("Stay-down"),
    "notice": _("Notice"),
    "owner_policy": _("By policy"),
    "uploader": _("By the uploader"),
    "embargo": _("Embargo"),
}
