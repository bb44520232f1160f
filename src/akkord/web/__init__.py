"""The members' door: pages."""
