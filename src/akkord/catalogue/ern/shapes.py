"""What was understood of a message as dictionaries: the keys of read_delivery, docs/subsystems/deliveries.md.

Keys never change their meaning; what is not said is null, an empty text or an empty list, never a missing
key.
"""

from collections.abc import Sequence
from typing import Any

from .identifiers import Identifier
from .message import (
    Artist,
    ClaimPolicy,
    Condition,
    Deal,
    File,
    Header,
    Instant,
    LocalDay,
    LocalTime,
    Moment,
    Party,
    Purge,
    Release,
    Resource,
    RightsController,
    Term,
    Title,
    Validity,
    Version,
    best_title,
)
from .territories import Territories

Shape = dict[str, Any]


def version_shape(version: Version) -> Shape:
    return {
        "version": version.number,
        "namespace": version.namespace,
        "kind": version.kind,
        "profile": version.profile,
        "language": version.language,
    }


def header_shape(header: Header) -> Shape:
    return {
        "message_id": header.message_id,
        "thread_id": header.thread_id,
        "created": header.created.isoformat(),
        "control": "Test" if header.test else "Live",
        "update_indicator": header.update,
        "sender": party_shape(header.sender),
        "recipient": party_shape(header.recipient),
        "recipients": [party_shape(each) for each in header.recipients],
        "on_behalf_of": party_shape(header.on_behalf_of),
    }


def party_shape(party: Party) -> Shape:
    return {
        "reference": party.reference,
        "dpid": next(iter(sorted(party.dpids)), ""),
        "name": party.name,
        "names": [name._asdict() for name in party.names],
        "ids": ids_shape(party.ids),
    }


def ids_shape(ids: Sequence[Identifier]) -> list[Shape]:
    return [{"kind": each.kind, "value": each.value, "namespace": each.namespace} for each in ids]


def resource_shape(resource: Resource) -> Shape:
    title = best_title(resource.titles)
    return {
        "reference": resource.reference,
        "kind": resource.kind,
        "type": resource.type,
        "isrc": _one(resource.ids, "ISRC"),
        "ids": ids_shape(resource.ids),
        "title": title.text,
        "subtitle": title.subtitle,
        "display_title": resource.title,
        "titles": [_title(each) for each in resource.titles],
        "artist": resource.artist,
        "artists": [_artist(each) for each in resource.artists],
        "duration_ms": resource.duration_ms,
        "files": [_file(each) for each in resource.files],
        "fingerprints": [each._asdict() for each in resource.fingerprints],
        "p_lines": [each._asdict() for each in resource.p_lines],
        "rights_controllers": [_controller(each) for each in resource.controllers],
        "parental_warning": next(iter(resource.parental_warnings), ""),
        "supplemental": resource.supplemental,
        **_row(resource),
    }


def release_shape(release: Release) -> Shape:
    title = best_title(release.titles)
    return {
        "reference": release.reference,
        "kind": release.kind,
        "types": list(release.types),
        "icpn": _one(release.ids, "ICPN"),
        "grid": _one(release.ids, "GRid"),
        "isrc": _one(release.ids, "ISRC"),
        "catalog_number": _one(release.ids, "CatalogNumber"),
        "ids": ids_shape(release.ids),
        "title": title.text,
        "subtitle": title.subtitle,
        "display_title": release.title,
        "titles": [_title(each) for each in release.titles],
        "artist": release.artist,
        "artists": [_artist(each) for each in release.artists],
        "label": release.labels[0].text if release.labels else "",
        "labels": [name.text for name in release.labels],
        "genres": [each._asdict() for each in release.genres],
        "resources": list(release.resources),
        "release_dates": [
            {"kind": each.kind, "date": each.text, "territories": list(each.territories)}
            for each in release.dates
        ],
        "p_lines": [each._asdict() for each in release.p_lines],
        "c_lines": [each._asdict() for each in release.c_lines],
        "parental_warning": next(iter(release.parental_warnings), ""),
        **_row(release),
    }


def deal_shape(deal: Deal, our_dpid: str) -> Shape:
    return {
        "releases": list(deal.releases),
        "territories": territories_shape(deal.territories),
        "uses": [term.value for term in deal.uses],
        "models": [term.value for term in deal.models],
        "user_defined": [_term(term) for term in (*deal.uses, *deal.models) if term.user_defined],
        "period": period_shape(deal.validities[0]),
        "periods": [period_shape(each) for each in deal.validities],
        "channels": [party_shape(each) for each in deal.channels],
        "excluded_channels": [party_shape(each) for each in deal.excluded_channels],
        "for_us": deal.is_for(our_dpid),
        "rights_claim_policies": [_policy(each) for each in deal.policies],
        "web_policies": [
            {"conditions": [_condition(one) for one in each.conditions], "switches": dict(each.switches)}
            for each in deal.web_policies
        ],
        "prices": [each._asdict() for each in deal.prices],
        "pre_order": deal.pre_order,
        "take_down": deal.take_down,
        "all_deals_cancelled": deal.all_cancelled,
        "exclusive": deal.exclusive,
        **_row(deal),
    }


def territories_shape(territories: Territories) -> list[str] | Shape:
    """ISO codes; or worldwide, except some."""
    codes = sorted(territories.codes)
    return {"worldwide": True, "except": codes} if territories.excluding else codes


def period_shape(validity: Validity) -> Shape:
    """A day by local clocks stands under …_date, an instant or a local time under …_datetime."""
    return {**_side("start", validity.start), **_side("end", validity.end)}


def purge_shape(purge: Purge) -> Shape:
    return {
        "icpn": _one(purge.ids, "ICPN"),
        "grid": _one(purge.ids, "GRid"),
        "isrc": _one(purge.ids, "ISRC"),
        "ids": ids_shape(purge.ids),
        "title": best_title(purge.titles).text,
        "path": purge.place.path,
        "line": purge.place.line,
    }


def _side(side: str, moment: Moment | None) -> Shape:
    day = moment.day.isoformat() if isinstance(moment, LocalDay) else None
    match moment:
        case Instant(at):
            time: str | None = at.isoformat()
        case LocalTime(wall):
            time = wall.isoformat()
        case _:
            time = None
    return {f"{side}_date": day, f"{side}_datetime": time}


def _one(ids: Sequence[Identifier], kind: str) -> str:
    """The first identifier of a kind, an ISRC without its hyphens."""
    found = next((each for each in ids if each.kind == kind), None)
    return "" if found is None else found.canonical if kind == "ISRC" else found.value


def _row(row: Resource | Release | Deal) -> Shape:
    return {"refused": row.refused, "path": row.place.path, "line": row.place.line}


def _title(title: Title) -> Shape:
    return {**title._asdict(), "territories": list(title.territories)}


def _artist(artist: Artist) -> Shape:
    return {
        "name": artist.name,
        "roles": list(artist.roles),
        "party": artist.party,
        "ids": ids_shape(artist.ids),
        "territories": list(artist.territories),
    }


def _file(file: File) -> Shape:
    return {
        "uri": file.uri,
        "hash": {"algorithm": file.hash_algorithm, "value": file.hash_value} if file.hash_value else None,
        "preview": file.preview,
    }


def _controller(controller: RightsController) -> Shape:
    return {
        "party": party_shape(controller.party),
        "roles": list(controller.roles),
        "share": None if controller.share is None else str(controller.share),
        "territories": list(controller.territories),
        "period": period_shape(controller.validity),
        "delegated": [
            {
                "uses": [term.value for term in each.uses],
                "territories": territories_shape(each.territories),
                "period": period_shape(each.validity),
            }
            for each in controller.delegated
        ],
    }


def _term(term: Term) -> Shape:
    return {"word": term.value, "namespace": term.namespace, "value": term.user_defined}


def _policy(policy: ClaimPolicy) -> Shape:
    return {"type": policy.type, "conditions": [_condition(each) for each in policy.conditions]}


def _condition(condition: Condition) -> Shape:
    return {**condition._asdict(), "segments": [list(each) for each in condition.segments]}
