"""Subscriptions: what the service offers, who listens under which offer, and how that is paid for."""
