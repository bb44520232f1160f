"""The feed: what those one follows have posted, in the order and with the gaps one chose oneself."""
