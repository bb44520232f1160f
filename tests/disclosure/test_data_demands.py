"""Promises of demands for data: two people, a line, told on its day; a canary that ends; receipts."""

import hashlib
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from akkord.care import queries as care_queries
from akkord.care.models import Look, Matter
from akkord.disclosure import canary
from akkord.disclosure.data_demands import Asked, answer_demand, demands_told, file_demand, sealed_count
from akkord.disclosure.errors import DemandAnswered, DemandIncomplete, NeedsAnother, SealTooLong
from akkord.disclosure.mine import restrictions_on
from akkord.disclosure.models import DataDemand
from akkord.flow import clock
from akkord.ledger import actions as ledger
from akkord.ledger import sequencing
from akkord.ledger.audit import audit
from akkord.ledger.key import signing_key
from akkord.ledger.models import Entry
from akkord.ledger.queries import signed_head
from akkord.ledger.rules import Source
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.restraints import RestraintKind
from akkord.rights import actions as rights
from akkord.rights.models import Block
from akkord.rights.terms import PostId, Scope
from akkord.wall import actions as writing
from akkord.wall import queries as wall
from factories import a_person, a_post
from tilelog.errors import SignatureFailed
from tilelog.note import open_note

pytestmark = pytest.mark.django_db
ASKED = Asked("Court of Somewhere", "§ 1", "Addresses of the last month")


@pytest.fixture(autouse=True)
def _log(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    settings.WAKES = {event: [] for event in settings.WAKES}
    ledger.begin_log()
    sequencing.sequence.func()


def browser_of(person: Person) -> Client:
    browser = Client()
    browser.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return browser


def staff() -> tuple[Person, Person]:
    return a_person("One", is_staff=True), a_person("Two", is_staff=True)


def test_a_demand_is_answered_by_another_with_a_line_and_told() -> None:
    one, two = staff()
    anna = a_person()
    demand = file_demand(one, anna, ASKED)
    assert demands_told(anna.pk) == []
    with pytest.raises(NeedsAnother):
        answer_demand(one, demand.pk, handed_over=True)
    answered = answer_demand(two, demand.pk, handed_over=False)
    with pytest.raises(DemandAnswered):
        answer_demand(two, demand.pk, handed_over=True)
    said = bytes(Entry.objects.get(pk=answered.entry_id).body).decode()
    assert "Somewhere" not in said  # whoever demands stands by commitment
    assert '"ground":"state"' in said
    page = browser_of(anna).get("/my/access").content.decode()
    assert "Court of Somewhere" in page
    assert "Court of Somewhere" not in browser_of(a_person("Vera")).get("/my/access").content.decode()
    sequencing.sequence.func()
    assert audit([]).findings == []


def test_a_sealed_demand_is_counted_at_once_and_opens_on_its_day() -> None:
    one, two = staff()
    anna, now = a_person(), clock.now()
    sealed = Asked("Ministry", "§ 2", "Everything", now + timedelta(days=30))
    filed = file_demand(one, anna, sealed)
    assert sealed_count() == 1  # before anybody answered it
    answer_demand(two, filed.pk, handed_over=True)
    assert (demands_told(anna.pk), sealed_count()) == ([], 1)
    assert "1 demand for somebody’s data is sealed" in Client().get("/transparency").content.decode()
    assert "Ministry" not in browser_of(anna).get("/my/access").content.decode()
    with clock.at(now + timedelta(days=31)):
        assert [each.authority for each in demands_told(anna.pk)] == ["Ministry"]
        assert sealed_count() == 0


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (Asked("", "§", "x"), DemandIncomplete),
        (Asked("A", "§", " "), DemandIncomplete),
        (Asked("A", "§", "x", clock.now() - timedelta(days=1)), SealTooLong),
        (Asked("A", "§", "x", clock.now() + timedelta(days=400)), SealTooLong),
    ],
)
def test_what_cannot_be_filed_says_why(asked: Asked, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        file_demand(staff()[0], a_person(), asked)


def test_the_staff_files_and_answers_by_plain_forms() -> None:
    one, two = staff()
    anna = a_person()
    place, sent = "/staff/data-demands", {"person": anna.pk, "authority": "A", "law": "§", "wanted": "x"}
    assert browser_of(one).post(place, sent | {"person": 10**9}).status_code == 422
    assert browser_of(one).post(place, sent | {"wanted": ""}).status_code == 422
    assert browser_of(one).post(place, sent).status_code == 302
    demand = DataDemand.objects.get()
    browser_of(one).post(f"{place}/{demand.pk}/answer", {"as": "handed-over"})
    assert DataDemand.objects.get().answered_at is None
    browser_of(two).post(f"{place}/{demand.pk}/answer", {"as": "refused"})
    assert DataDemand.objects.get().handed_over is False
    assert browser_of(anna).get(place).status_code == 404


def test_the_header_turns_amber_when_the_canary_ends_and_not_before() -> None:
    amber = "The canary of this site has ended"
    assert amber not in Client().get("/about").content.decode()
    assert Client().get("/canary.txt").status_code == 404
    call_command("canary", "No demand had to be kept secret.", days=30)
    note = Client().get("/canary.txt").content
    head = signed_head()
    assert head is not None
    opened = open_note(note, [signing_key(head.origin).verifier])
    assert opened.text.startswith("akkord canary v1\n")
    assert amber not in Client().get("/about").content.decode()
    assert "It holds until" in Client().get("/canary").content.decode()
    with clock.at(clock.now() + timedelta(days=31)):
        assert canary.lapsed()
        assert amber in Client().get("/about").content.decode()
        canary.renew("Again.", 5)
        assert not canary.lapsed()
    for text, days in (("", 30), ("x", 0), ("x", 91)):
        with pytest.raises(ValueError, match="holds for 1 to 90 days"):
            canary.renew(text, days)


def test_a_receipt_is_signed_over_what_the_author_wrote_and_given_to_nobody_else() -> None:
    anna, vera = a_person(), a_person("Vera")
    post = a_post(anna, "Привет")
    given = browser_of(anna).get(f"/wall{post.pk}/receipt").content.decode()
    head = signed_head()
    assert head is not None
    verifier = signing_key(head.origin).verifier
    assert f"/wall{post.pk}\n" in open_note(given, [verifier]).text
    assert wall.said_by(post) == '{"photos":[],"text":"Привет","tracks":[]}'
    with pytest.raises(SignatureFailed):
        open_note(given.replace(f"author id{anna.pk}", f"author id{vera.pk}"), [verifier])
    assert browser_of(vera).get(f"/wall{post.pk}/receipt").status_code == 404
    assert browser_of(anna).get(f"/wall{post.pk}/receipt").content.decode() == given  # kept, not made anew


def test_a_receipt_is_kept_for_each_wording_and_stays_when_the_post_is_gone() -> None:
    anna = a_person()
    post = a_post(anna, "First")
    first = hashlib.sha256(wall.said_by(post).encode()).hexdigest()
    writing.edit_post(anna, post, text="Second", track_ids=[])
    post.refresh_from_db()
    second = hashlib.sha256(wall.said_by(post).encode()).hexdigest()
    kept = list(wall.receipts_of(anna.pk))
    assert [each.sha256 for each in kept] == [second, first]
    writing.sign_receipts(post.pk)
    assert all(each.note for each in wall.receipts_of(anna.pk))
    writing.delete_post(anna, post)
    with clock.at(clock.now() + timedelta(days=2)):
        writing.forget_deleted()
    browser = browser_of(anna)
    assert f"sha256 {second}" in browser.get(f"/wall{post.pk}/receipt").content.decode()
    assert f"sha256 {first}" in browser.get(f"/wall{post.pk}/receipt?kept={kept[1].pk}").content.decode()
    assert f"/wall{post.pk}/receipt?kept={kept[0].pk}" in browser.get("/my/receipts").content.decode()
    assert browser_of(a_person("Vera")).get(f"/wall{post.pk}/receipt?kept={kept[0].pk}").status_code == 404
    writing.forget_author(anna.pk)
    assert not wall.receipts_of(anna.pk).exists()


def test_what_is_restricted_of_mine_is_all_told_with_its_line() -> None:
    from akkord.care import actions as care
    from akkord.care.actions import Ruling
    from akkord.care.rules import Measure, Role, Thing
    from akkord.music.rules import Listener

    one, _two = staff()
    anna, vera, mod = a_person(), a_person("Vera"), a_person("Mod")
    care.appoint(one, mod, Role.MODERATOR)
    post = a_post(anna, "Buy my pills")
    matter = care.report(vera, Thing.POST, post.pk, "spam", "", Listener(vera.pk, "ZZ")).matter
    care.note_look(mod, matter)
    assert (
        care_queries.looks_at(anna.pk) == []
    )  # before it is decided it would only say that somebody reported
    care.decide(mod, matter.pk, Ruling(measure=Measure.HIDE, rule="spam", words="An advertisement."))
    (row,) = restrictions_on(anna.pk)
    assert (row.kind, row.href, row.territory) == ("post", f"/wall{post.pk}", "Worldwide")
    assert restrictions_on(vera.pk) == []
    sequencing.sequence.func()
    page = browser_of(anna).get("/my/visibility").content.decode()
    assert f"/log/{restrictions_on(anna.pk)[0].entry}" in page
    assert "Post <span" in browser_of(anna).get("/my/access").content.decode()
    assert "Nothing of yours is restricted" in browser_of(vera).get("/my/visibility").content.decode()


def test_nobody_is_told_that_messages_of_theirs_were_reported() -> None:
    anna, vera, mod = a_person(), a_person("Vera"), a_person("Mod")
    now = clock.now()
    matter = Matter.objects.create(kind="messages", number=7, whose=anna, opened_at=now, closed_at=now)
    Look.objects.create(staff=mod, matter=matter, at=now)
    assert care_queries.looks_at(anna.pk) == []
    assert care_queries.looks_at(vera.pk) == []


def test_only_what_is_in_force_is_listed_as_restricted() -> None:
    one, _two = staff()
    anna, now = a_person(), clock.now()
    post = a_post(anna)
    basis = rights.Basis(law="House rules", source=Source.OTHER_NOTIFICATION)
    block = rights.hide_by_rules(one, Scope.post(PostId(post.pk)), basis, now.date())
    assert len(restrictions_on(anna.pk)) == 1
    for dates in ({"starts": now + timedelta(days=1)}, {"ends": now}):
        Block.objects.filter(pk=block.pk).update(**{"starts": None, "ends": None, **dates})
        assert restrictions_on(anna.pk) == []
    people.restrain(
        anna.pk, RestraintKind.QUIET, now + timedelta(days=7), rule="spam", appeal_until=now, reported=True
    )
    assert [row.kind for row in restrictions_on(anna.pk)] == ["account"]
    with clock.at(now + timedelta(days=7)):
        assert restrictions_on(anna.pk) == []
