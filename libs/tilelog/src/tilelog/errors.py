"""Why a log, a note or a proof is refused: one name per reason, with what the reader needs to know."""


class TilelogError(Exception):
    """The root of every refusal of this library."""


class Malformed(TilelogError):
    """Bytes that do not follow their specification to the letter."""


class BadNote(Malformed):
    """Not a signed note (C2SP signed-note)."""


class BadKey(Malformed):
    """Not a verifier key or signing key, or its key id is not that of its name and key."""


class BadCheckpoint(Malformed):
    """A note whose text is not a checkpoint (C2SP tlog-checkpoint)."""


class BadProof(Malformed):
    """Not a proof file (C2SP tlog-proof)."""


class BadPath(Malformed):
    """Not the path of a tile or an entry bundle."""


class BadTile(Malformed):
    """A tile or entry bundle of the wrong length or layout."""


class EntryTooLarge(TilelogError):
    """An entry above 65,535 bytes has no place in an entry bundle (its length prefix is a uint16)."""


class OutOfTree(TilelogError):
    """An index or size outside the tree it is asked of."""


class SignatureFailed(TilelogError):
    """A signature by a known key does not verify."""


class NotSigned(TilelogError):
    """No signature by any of the keys that are trusted."""


class WrongOrigin(TilelogError):
    """A checkpoint of another log than the one asked for."""


class InclusionFailed(TilelogError):
    """The proof does not lead from this leaf at this index to this root."""


class ConsistencyFailed(TilelogError):
    """The newer tree is not shown to contain the older one unchanged."""


class NotServed(TilelogError):
    """The log does not hold the file asked for."""


class Unreachable(TilelogError):
    """The log's address did not give a usable answer."""


class FolderBusy(TilelogError):
    """Another process is writing this log at the moment; try again."""


class WouldRewrite(TilelogError):
    """A published file holds other bytes than those to be written: history is never rewritten."""


class FolderDiffers(TilelogError):
    """The files do not have the size or root that the caller remembers; nothing may be signed over them."""


class GoesBackwards(TilelogError):
    """A checkpoint smaller than the published one."""


class Forked(TilelogError):
    """A checkpoint that contradicts the published one: another root at its size, or no continuation."""


class TilesMissing(TilelogError):
    """A checkpoint over entries whose tiles are not, or not rightly, in the folder."""
