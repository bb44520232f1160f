"""Why the ledger does not write or the log does not sign: one name per reason."""


class OutsideTransaction(RuntimeError):
    """A line is written in the transaction of the restriction it tells of, or not at all."""


class CannotSign(Exception):
    """The root of every refusal to sign; the operator sees it, and nothing is signed until it is settled."""


class LogNotBegun(CannotSign):
    """No log here yet: `begin_log` makes key, origin and first line when the site is prepared."""


class BadOrigin(CannotSign):
    """An origin is a schema-less URL without spaces and plus signs (C2SP tlog-checkpoint)."""


class KeyMissing(CannotSign):
    """The log's signing key is gone. Bring back the file `log-key`; a new key would be another log."""


class KeyOfAnotherLog(CannotSign):
    """The signing key carries another name than the origin this log began with."""


class PublishedAhead(CannotSign):
    """The published checkpoint has more lines than the database remembers signing.

    A database restored from an older backup looks like this. Signing would fork the log.
    """


class PublishedDiffers(CannotSign):
    """The published checkpoint is not one this log signed: other root, other origin, or a bad signature."""


class NumbersBroken(CannotSign):
    """The numbers of the lines do not follow one another; somebody changed the table by hand."""


class FilesDiffer(CannotSign):
    """The files of the log are not those that the database's lines and last root make."""
