"""A label with one of everything its office holds, a rival label, and all who may sit at a desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from akkord.care import actions as care
from akkord.care.rules.staff import Role as StaffRole
from akkord.cases import actions as orders
from akkord.cases import conflicts
from akkord.cases.models import Inquiry
from akkord.catalogue import actions as catalogue
from akkord.catalogue import batches
from akkord.catalogue.models import Organisation, ReleaseMessage
from akkord.catalogue.roles import Role
from akkord.deals import negotiating, simulating
from akkord.deals.rules.talks import Terms
from akkord.flow import clock
from akkord.hooks.models import Call, Hook
from akkord.music.models import Track
from akkord.people.models import Person, Token
from akkord.rights import actions as rights
from akkord.rights import terms
from akkord.rights.rules import facts
from akkord.rights.territories import WORLDWIDE
from akkord.royalties.models import UsageReport
from cases import makers
from factories import a_person
from music import world as music
from royalties import books

# Nobody; a member; who acts for another label; the four roles at the desk of this one; the three of the
# staff, the last also operator.
DESK_ACTORS = (
    "guest", "member", "rival", "reader", "clerk", "counsel", "manager", "triage", "moderator", "operator",
)  # fmt: skip
LISTING = b"isrc,title,artist,file\nDEA122600001,Morning,Anna,a.flac\n"


@dataclass
class DeskWorld:
    people: dict[str, Person | None]
    label: Organisation
    rival: Organisation
    things: Mapping[str, Any]  # by the name of the hole: what of the label's stands in it
    staffs: Mapping[str, Mapping[str, Any]]  # the same for the staff's addresses, by how they begin
    api: Mapping[str, Mapping[str, Any]]  # and for the paths of operations


def make_desk_world() -> DeskWorld:
    label, manager = makers.label(name="Lila Records")
    rival, rivals = makers.label(name="Rival Records")
    operator = a_person("Operator", is_staff=True)
    people: dict[str, Person | None] = {
        "guest": None,
        "member": a_person("Member"),
        "rival": rivals,
        **{role.value: a_person(role.value) for role in Role if role != Role.MANAGER},
        "manager": manager,
        "triage": a_person("Triage"),
        "moderator": a_person("Moderator"),
        "operator": operator,
    }
    for role in Role:
        person = people[role.value]
        assert person is not None
        catalogue.appoint(label, person, role)
    for name in ("triage", "moderator"):
        person = people[name]
        assert person is not None
        care.appoint(operator, person, StaffRole(name))
    things = _facts(label, manager) | _conflict(label, operator) | _talks(label, manager)
    things |= _rooms(label, manager) | _money(label)
    clerk, member = people["clerk"], people["member"]
    assert clerk is not None
    assert member is not None
    things |= {"person": clerk.pk}
    triage = people["triage"]
    assert triage is not None
    staffs = {
        "staff/": {
            "name": f"{open_month():%Y-%m}",
            "book": "terms",
            "verb": "count",
            "public_id": things["public_id"],
        },
        "staff/organisations/": {"number": label.pk, "person": clerk.pk},
        "staff/conflicts/": {"number": things["conflict"]},
        "mod/people/": {"number": member.pk},
        "mod/staff/": {"number": triage.pk},
    }
    api = {
        "/organisations/": things | {"number": label.pk},
        "/orders/": {"order_id": things["order"]},
        "/royalties/": {"month": staffs["staff/"]["name"]},
        **{
            f"/{several}/": {"number": things[one]}
            for several, one in (
                ("deliveries", "delivery"), ("messages", "message"), ("batches", "batch"),
                ("grants", "grant"), ("licences", "licence"), ("policies", "policy"), ("free", "free"),
            )
        },
    }  # fmt: skip
    return DeskWorld(people, label, rival, things, staffs, api)


def open_month() -> date:
    """The first day of a month that is still open."""
    return books.shared_month(date(2026, 9, 1), state="open").first_day


def _facts(label: Organisation, manager: Person) -> dict[str, Any]:
    song, other = makers.recordings(label, 2)
    member = a_person("Uploader")
    heard = music.matched(member, song)
    music.matched(member, other)
    blocked = music.block(manager, label, other)
    rule = facts.PolicyRule(facts.Condition(WORLDWIDE), terms.Action.REPORT)
    free = rights.record_free(
        a_person("Clerk of deeds", is_staff=True), other.pk, terms.Ground.CC0, source="deed"
    )
    return {
        "recording": song.pk,
        "licence": music.licensed(manager, label).pk,
        "policy": rights.set_policy(manager, label, rules=[rule]).pk,
        "grant": rights.grant(manager, label, account=member.pk).pk,
        "block": blocked.pk,
        "free": free.pk,
        "track": heard.pk,
        **_contested(label, heard),
        "ownership": rights.record_ownership(manager, song.pk, label, Fraction(1, 3)).pk,
    }


def _contested(label: Organisation, heard: Track) -> dict[str, Any]:
    found = makers.contested(label, heard)
    return {"contest": found.pk, "public_id": found.public_id, "case": found.public_id}


def _conflict(label: Organisation, operator: Person) -> dict[str, Any]:
    """A third label has proven the whole of a recording that this one delivered."""
    (song,) = makers.recordings(label, 1)
    third, _person = makers.label(name="Third Records")
    rights.record_ownership(
        operator, song.pk, third, Fraction(1), standing=terms.Standing.EVIDENCED, starts=clock.now(),
        source="contract",
    )  # fmt: skip
    found = conflicts.look_at(song.pk)
    assert found is not None
    return {"conflict": found.pk}


def _talks(label: Organisation, manager: Person) -> dict[str, Any]:
    asked = facts.Licence(
        id=facts.LicenceId(0), licensor=facts.PartyId(label.pk), repertoire=facts.CATALOGUE,
        uses=frozenset(terms.UseType), models=frozenset(terms.CommercialModel), territories=WORLDWIDE,
        recorded_at=clock.now(),
    )  # fmt: skip
    until = clock.now() + timedelta(days=30)
    return {
        "negotiation": negotiating.open_talks(manager, label, Terms(asked, until)).pk,
        "simulation": simulating.simulate(manager, label).pk,
    }


def _rooms(label: Organisation, manager: Person) -> dict[str, Any]:
    now = clock.now()
    body, _agent = makers.label(kind="body", name="Body")
    hook = Hook.objects.create(
        organisation=label, person=manager, address="https://hook.example/", made_at=now
    )
    text = catalogue.make_key(manager, label, "desk", Role.CLERK)
    assert text
    return {
        "delivery": catalogue.propose(manager, label, "Autumn", LISTING).pk,
        "batch": batches.open_batch(manager, label, "N_20261129120000001").pk,
        "message": ReleaseMessage.objects.create(
            organisation=label, person=manager, name="a.xml", sha256="0" * 64, made_at=now
        ).pk,
        "mandate": catalogue.record_mandate(body, label, "mandate 1", territory="DE").pk,
        "order": orders.file_order(
            manager, label, title="Autumn", reason="Not licensed", text="DEZZZ2600001"
        ).public_id,
        "hook": hook.public_id,
        "call": Call.objects.create(hook=hook, body="{}", made_at=now).public_id,
        "key": Token.objects.get(scope__startswith=f"organisation:{label.pk} ").pk,
        "inquiry": Inquiry.objects.create(
            organisation=label, person=manager, filename="a.mp3", state="answered", made_at=now
        ).pk,
    }


def _money(label: Organisation) -> dict[str, Any]:
    """A statement of October, and what was reported of it; a sound nobody is known to own."""
    pool = books.pool(month := books.shared_month())
    books.part(pool, label, books.AMOUNT)
    said = books.stated(label, month, makers.recordings(label, 1))
    report = UsageReport.objects.create(
        month=month, organisation=label, profile=UsageReport.Profile.UGC, message_id="M1", files=[], uses=0,
        made_at=clock.now(),
    )  # fmt: skip
    return {"statement": said.pk, "report": report.pk}
