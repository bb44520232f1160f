"""The ledger: every restriction and its lifting as a line in the public log."""
