"""The words of the law as types: ids that cannot be mixed up, and the closed lists facts are written in.

Pure: no Django, no I/O, no clock. Times inside a sound are integer milliseconds, so that lengths and the
money that follows them stay exact. Lists follow DDEX where DDEX has the word (rights.md sections 0, 3.2, 5).
"""

from enum import IntEnum, StrEnum
from typing import NamedTuple, NewType, Self

FileId = NewType("FileId", int)
RecordingId = NewType("RecordingId", int)
WorkId = NewType("WorkId", int)
ReleaseId = NewType("ReleaseId", int)
PartyId = NewType("PartyId", int)
AccountId = NewType("AccountId", int)
GroupId = NewType("GroupId", int)
PostId = NewType("PostId", int)
CommentId = NewType("CommentId", int)
MomentId = NewType("MomentId", int)
PhotoId = NewType("PhotoId", int)
ContentId = NewType("ContentId", int)
CaseId = NewType("CaseId", int)

MatchId = NewType("MatchId", int)
OwnershipId = NewType("OwnershipId", int)
LicenceId = NewType("LicenceId", int)
PolicyId = NewType("PolicyId", int)
GrantId = NewType("GrantId", int)
FreeId = NewType("FreeId", int)
BlockId = NewType("BlockId", int)
SameSoundId = NewType("SameSoundId", int)


class Verdict(IntEnum):
    """What may happen to a sound, from most to least permissive; several answers combine by max."""

    ALLOW = 0
    ALLOW_REPORT = 1
    HOLD = 2
    BLOCK = 3


class Use(StrEnum):
    """What the listener does here. SHARE is playing what a person attached to a wall, message or playlist."""

    PLAY = "play"
    RADIO = "radio"
    SHARE = "share"
    OFFLINE = "offline"
    DOWNLOAD = "download"
    PREVIEW = "preview"


class UseType(StrEnum):
    """What a licence permits, in DDEX's words (AVS UseType)."""

    ON_DEMAND_STREAM = "OnDemandStream"
    NON_INTERACTIVE_STREAM = "NonInteractiveStream"
    USER_MAKE_AVAILABLE_LABEL_PROVIDED = "UserMakeAvailableLabelProvided"
    USER_MAKE_AVAILABLE_USER_PROVIDED = "UserMakeAvailableUserProvided"
    CONDITIONAL_DOWNLOAD = "ConditionalDownload"
    TETHERED_DOWNLOAD = "TetheredDownload"
    PERMANENT_DOWNLOAD = "PermanentDownload"
    PREVIEW = "Preview"  # our word: a preview is permitted by contract only (rights.md section 5, use map)


class CommercialModel(StrEnum):
    """How the listener's access is paid for (AVS CommercialModelType)."""

    ADVERTISEMENT_SUPPORTED = "AdvertisementSupportedModel"
    AS_PER_CONTRACT = "AsPerContract"
    DEVICE_FEE = "DeviceFeeModel"
    FREE_OF_CHARGE = "FreeOfChargeModel"
    PAY_AS_YOU_GO = "PayAsYouGoModel"
    PERFORMANCE_ROYALTIES = "PerformanceRoyaltiesModel"
    RIGHTS_CLAIM = "RightsClaimModel"
    SUBSCRIPTION = "SubscriptionModel"


class Right(StrEnum):
    """Which right in the recording is owned. GENERAL is every right at once, the usual case for a label."""

    GENERAL = "general"
    MAKE_AVAILABLE = "make_available"
    REPRODUCTION = "reproduction"


class Standing(StrEnum):
    """How well an ownership is proved. A bare assertion opens a case and decides nothing; what the sender of
    a sound nobody knows has signed speaks for that upload, as long as nobody has proved more."""

    ASSERTED = "asserted"
    DECLARED = "declared"
    EVIDENCED = "evidenced"
    COURT = "court"


class Viewer(StrEnum):
    """Who asks: anybody, the person who sent the file in, or the rights office at work."""

    LISTENER = "listener"
    UPLOADER = "uploader"
    RIGHTS_OFFICE = "rights_office"


class Action(StrEnum):
    """What an owner's rule asks for when its condition holds (DDEX BlockAccess, ReportUsage)."""

    BLOCK = "block"
    REPORT = "report"


class Ground(StrEnum):
    """Why a recording needs nobody's licence: public domain, or a Creative Commons licence by name."""

    PUBLIC_DOMAIN = "PD"
    CC0 = "CC0"
    CC_BY = "CC-BY"
    CC_BY_SA = "CC-BY-SA"
    CC_BY_ND = "CC-BY-ND"
    CC_BY_NC = "CC-BY-NC"
    CC_BY_NC_SA = "CC-BY-NC-SA"
    CC_BY_NC_ND = "CC-BY-NC-ND"


class Permission(StrEnum):
    """What members permit of music of their own, besides an open licence: every use here, or listening."""

    ALL = "all"
    LISTEN = "listen"


class BlockKind(StrEnum):
    """Who or what forbids."""

    COURT = "court"
    REGULATOR = "regulator"
    SAFETY = "safety"
    STAYDOWN = "staydown"
    NOTICE = "notice"
    OWNER_POLICY = "owner_policy"
    UPLOADER = "uploader"
    EMBARGO = "embargo"


class BlockState(StrEnum):
    """In force, answered by a counter-notice or appeal, or over."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LIFTED = "lifted"


class ScopeKind(StrEnum):
    """What a block names."""

    FILE = "file"
    RECORDING = "recording"
    WORK = "work"
    ACCOUNT = "account"
    POST = "post"
    COMMENT = "comment"
    PHOTO = "photo"
    MOMENT = "moment"
    DOCUMENT = "document"


class Scope(NamedTuple):
    """The one thing a block names; made by the constructor of its kind so that ids cannot be mixed up."""

    kind: ScopeKind
    id: int

    @classmethod
    def file(cls, file: FileId) -> Self:
        """One file and no other copy of it."""
        return cls(ScopeKind.FILE, file)

    @classmethod
    def recording(cls, recording: RecordingId) -> Self:
        """Every file the matcher links to the recording, whatever its disguise."""
        return cls(ScopeKind.RECORDING, recording)

    @classmethod
    def work(cls, work: WorkId) -> Self:
        """Every recording of the work."""
        return cls(ScopeKind.WORK, work)

    @classmethod
    def account(cls, account: AccountId) -> Self:
        """Everything the account sent in."""
        return cls(ScopeKind.ACCOUNT, account)

    @classmethod
    def post(cls, post: PostId) -> Self:
        """What one post says and carries; the tracks on it sound elsewhere as they did."""
        return cls(ScopeKind.POST, post)

    @classmethod
    def comment(cls, comment: CommentId) -> Self:
        """What one comment says and carries."""
        return cls(ScopeKind.COMMENT, comment)

    @classmethod
    def moment(cls, moment: MomentId) -> Self:
        """What somebody said at a moment of a track; the track sounds as before."""
        return cls(ScopeKind.MOMENT, moment)

    @classmethod
    def photo(cls, photo: PhotoId) -> Self:
        """One picture, wherever it is attached."""
        return cls(ScopeKind.PHOTO, photo)

    @classmethod
    def document(cls, content: ContentId) -> Self:
        """The bytes of a document, whoever attaches them under whatever name."""
        return cls(ScopeKind.DOCUMENT, content)


class Mode(StrEnum):
    """How an instance treats a sound nobody knows (rule 4)."""

    DEFAULT = "default"
    STRICT = "strict"


class Gaps(StrEnum):
    """What the operator does when known owners hold less than the whole (rule 5d)."""

    HOLD = "hold"
    ESCROW = "escrow"


class Doubt(StrEnum):
    """Why the look-up cannot be relied on (rule 1)."""

    ERROR = "error"
    INDEX_MISSING = "index_missing"
    CLOCK = "clock"


class Money(StrEnum):
    """What happens to a share of a play's money. WAIVED: its owner let the play pass and asks for none."""

    PAY = "pay"
    ESCROW = "escrow"
    WAIVED = "waived"


class Why(StrEnum):
    """The reasons the law can give, one word each."""

    DOUBT = "doubt"
    MATCH_EXPIRED = "match_expired"
    RECORDING_UNKNOWN = "recording_unknown"
    NOT_SCANNED = "not_scanned"
    BLOCKED = "blocked"
    UNMATCHED = "unmatched"
    UNREVIEWED = "unreviewed"
    FREE = "free"
    NO_OWNER = "no_owner"
    GRANTED = "granted"
    OWNER_BLOCKS = "owner_blocks"
    OWNER_REPORTS = "owner_reports"
    LICENSED = "licensed"
    UNLICENSED = "unlicensed"
    GAP = "gap"
    GAP_IN_ESCROW = "gap_in_escrow"
    OVERCLAIM = "overclaim"
    SAME_SOUND = "same_sound"


class Contest(StrEnum):
    """What a person who disagrees can do; the tombstone says it in a sentence."""

    NOTHING = "nothing"  # there is nothing to contest: the sound is heard
    WAIT = "wait"  # it resolves by itself: a scan, a date
    REVIEW = "review"  # a person of the rights office looks at it
    DISPUTE = "dispute"  # answer the claimant
    COUNTER_NOTICE = "counter_notice"  # answer the statutory notice
    COURT = "court"  # appeal to the court
    AUTHORITY = "authority"  # complain to the authority
    COMPLAINT = "complaint"  # complain to the site
    OWN = "own"  # the uploader's own act, theirs to undo
