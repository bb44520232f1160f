"""The registry of pages of all doors together."""

from importlib import import_module

from akkord.flow.pages import Page

DOORS = ("akkord.web.registry", "akkord.labels.registry", "akkord.openlog.registry", "akkord.staff.registry")


def all_pages() -> list[Page]:
    """Every page of the site, door by door."""
    return [page for door in DOORS for page in import_module(door).PAGES]
