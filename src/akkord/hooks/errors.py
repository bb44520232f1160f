"""What can go wrong with hooks, one name per reason."""

from django.utils.translation import gettext_lazy as _

from akkord.catalogue.errors import CatalogueError


class NoSuchHook(CatalogueError):
    code = "no_such_hook"
    text = _("There is no such hook.")


class BadHookAddress(CatalogueError):
    code = "bad_hook_address"
    text = _("A hook is an https address on the public internet, without a name and password in it.")


class TooManyHooks(CatalogueError):
    code = "too_many_hooks"
    text = _("An organisation keeps at most twenty hooks. End one first.")
