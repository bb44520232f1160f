"""Alerts: what happened that is a person's business, on a page, in the browser and by letter."""
