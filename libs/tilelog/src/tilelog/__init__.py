"""A public log that cannot be rewritten unseen: C2SP tlog-tiles in plain files, written, proved, audited."""
