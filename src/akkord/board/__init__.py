"""Board: topics that the members of a community discuss, beside its wall."""
