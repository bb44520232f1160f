"""People through the API."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from akkord.catalogue.queries import organisations_for
from akkord.flow import clock
from akkord.people import queries as people

from .auth import listener_of, person_of
from .values import Number

router = Router(tags=["people"])


@router.get("/me", summary="Who I am, where the network says I am, and for whom I may act")
def me(request: HttpRequest) -> dict[str, Any]:
    person = person_of(request)
    return {
        "number": person.pk,
        "name": person.name,
        "territory": listener_of(request).territory,
        "organisations": [
            {
                "number": acting.organisation.pk,
                "name": acting.organisation.name,
                "kind": acting.organisation.kind,
                "as": acting.agent.name,
            }
            for acting in organisations_for(person.pk, clock.now())
        ],
    }


@router.get("/people/{number}", summary="A person's page")
def person(request: HttpRequest, number: Number) -> dict[str, Any]:
    viewer = person_of(request).pk
    found, shown = people.person_for(viewer, number), people.open_to(viewer, number)
    city = found.city if people.Key.CITY in shown else ""
    return {"number": found.pk, "name": found.name, "status": found.status, "city": city}
