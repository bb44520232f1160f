"""Hooks: an organisation's own machines hear at once what happened at its desk."""
