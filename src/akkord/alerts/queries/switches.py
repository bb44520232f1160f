"""How a person wants to be told."""

from akkord.alerts.models import Digest, Endpoint, Switch
from akkord.alerts.rules import Every, Kind, Way, is_told


def switches_of(person_id: int) -> dict[tuple[Kind, Way], bool]:
    """(kind, way) → whether it is told, for all of them."""
    rows = Switch.objects.filter(person_id=person_id)
    chosen = {(Kind(row.kind), Way(row.way)): row.on for row in rows}
    return {(kind, way): is_told(kind, way, chosen.get((kind, way))) for kind in Kind for way in Way}


def wants(person_id: int, kind: Kind, way: Way) -> bool:
    row = Switch.objects.filter(person_id=person_id, kind=kind.value, way=way.value).first()
    return is_told(kind, way, row.on if row else None)


def endpoints_of(person_id: int) -> list[Endpoint]:
    """Browsers in which the person asked to be told, the newest first."""
    return list(Endpoint.objects.filter(person_id=person_id).order_by("-pk"))


def digest_of(person_id: int) -> Every:
    """How often the person is written to."""
    row = Digest.objects.filter(person_id=person_id).first()
    return Every(row.every) if row else Every.NEVER


def digests() -> list[Digest]:
    """Everybody who wants letters."""
    return list(Digest.objects.exclude(every=Every.NEVER.value).order_by("sent_at", "pk"))


def digest_by_token(token: str) -> Digest | None:
    return Digest.objects.select_related("person").filter(token=token).first()
