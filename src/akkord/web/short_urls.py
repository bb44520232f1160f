"""Short addresses of people and communities, asked last: every address of the site's own goes before them."""

from django.urls import path, register_converter

from akkord.people.rules.addresses import fault_of

from . import addresses


class Short:
    """What may be a short address at all."""

    regex = "[A-Za-z][A-Za-z0-9_.]{3,30}[A-Za-z0-9]"

    def to_python(self, value: str) -> str:
        """Raises ValueError for the site's own words, so that they are no address of anybody."""
        if fault_of(value.lower()):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Short, "short")

urlpatterns = [path("<short:name>", addresses.page_at, name="short_address")]
