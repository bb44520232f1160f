"""What is read of addresses: where a form sends its reader next, numbers and marks in queries."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def next_place(request: HttpRequest, otherwise: str) -> str:
    """The form's `next` if it is a path of ours, else `otherwise`."""
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else otherwise


def mark(request: HttpRequest) -> int | None:
    """The keyset mark `?before=`; anything that is none counts as the first page."""
    return number_in(request.GET.get("before", ""))


def number_in(text: str) -> int | None:
    """A number as one stands in an address, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
