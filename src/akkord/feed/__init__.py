"""The feed: what those one follows have posted."""
