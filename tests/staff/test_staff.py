"""What the operator and the supervisor of processes may rely on."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from akkord.catalogue import actions as catalogue
from akkord.catalogue import queries as organisations
from akkord.flow import clock
from akkord.flow.models import Job, WorkerBeat
from akkord.ledger import actions as ledger
from akkord.ledger.models import SignedHead
from akkord.ledger.rules import Action, Actor, ActorClass, Ground, Kind, Line, Thing
from akkord.people.models import Person
from akkord.staff import health
from akkord.staff.upgrades import Upgrade

PAGES = ["/staff/", "/staff/storage", "/staff/jobs", "/staff/organisations", "/staff/organisations/1"]


def checks(client: Client) -> tuple[int, set[str]]:
    """The status of /readyz and the names of the checks that fail."""
    answer = client.get("/readyz")
    told = answer.json()
    assert told["ok"] == (answer.status_code == 200)
    return answer.status_code, {name for name, check in told["checks"].items() if not check["ok"]}


def a_failed_job(**fields: object) -> Job:
    made = {
        "task": "x.y",
        "state": "failed",
        "attempts": 8,
        "error": "Traceback: it broke <b>",
        "run_at": clock.now(),
    }
    return Job.objects.create(**(made | {"enqueued_at": clock.now(), "finished_at": clock.now()} | fields))


@pytest.mark.parametrize("path", PAGES)
def test_nobody_but_staff_learns_that_the_pages_are_here(
    path: str, member_client: Client, client: Client
) -> None:
    catalogue.register_organisation("Northwind", "label")
    assert client.get(path).status_code == 404
    assert member_client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/staff/jobs/1/retry", "/staff/statements/retry", "/staff/organisations/1/dismiss/1"]
)
def test_nobody_but_staff_acts_there(path: str, member_client: Client, client: Client) -> None:
    assert client.post(path).status_code == 404
    assert member_client.post(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_every_page_stands(path: str, operator: Client, well: WorkerBeat) -> None:
    made = catalogue.register_organisation("Northwind", "label")
    a_failed_job()
    answer = operator.get(path.replace("/1", f"/{made.pk}"))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_well_server_is_live_and_ready(client: Client, well: WorkerBeat) -> None:
    assert client.get("/livez").json() == {"ok": True}
    assert checks(client) == (200, set())


def test_without_a_beating_worker_the_server_is_not_ready(client: Client, well: WorkerBeat) -> None:
    with clock.at(clock.now() + timedelta(seconds=31)):
        assert checks(client) == (503, {"worker", "box"})


def test_without_a_proven_box_the_server_is_not_ready(client: Client, well: WorkerBeat) -> None:
    WorkerBeat.objects.update(box="refused", box_detail="landlock is missing")
    assert checks(client) == (503, {"box"})
    assert "landlock is missing" in client.get("/readyz").content.decode()


def test_the_weaker_box_counts_when_the_operator_chose_it(client: Client, well: WorkerBeat) -> None:
    WorkerBeat.objects.update(box="rlimits")
    assert checks(client) == (200, set())


def test_a_line_that_waits_too_long_makes_the_server_unready(client: Client, well: WorkerBeat) -> None:
    with transaction.atomic():
        ledger.write_line(
            Line(
                Kind.RESTRICT,
                Ground.RULES,
                Actor(ActorClass.STAFF),
                Thing("post", "post:1"),
                Action.BLOCK,
                {},
            )
        )
    assert checks(client) == (200, set())
    with clock.at(clock.now() + timedelta(seconds=61)):
        WorkerBeat.objects.update(seen_at=clock.now())
        assert checks(client) == (503, {"log"})


def test_a_log_that_refuses_to_sign_is_named_to_the_operator(operator: Client, well: WorkerBeat) -> None:
    SignedHead.objects.update(size=0)
    assert checks(operator) == (503, {"log"})
    assert "PublishedAhead" in operator.get("/staff/").content.decode()


def test_a_data_folder_that_takes_no_file_makes_the_server_unready(
    client: Client,
    well: WorkerBeat,
    settings,
    tmp_path: Path,  # type: ignore[no-untyped-def]
) -> None:
    settings.DATA = tmp_path / "gone"
    assert "data" in checks(client)[1]


def test_too_little_room_makes_the_server_unready(
    client: Client, well: WorkerBeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 62)
    assert checks(client) == (503, {"data"})


def test_a_failed_job_is_tried_again(operator: Client, well: WorkerBeat) -> None:
    job = a_failed_job()
    page = operator.get("/staff/jobs").content.decode()
    assert "it broke &lt;b&gt;" in page
    operator.post(f"/staff/jobs/{job.pk}/retry")
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert operator.post(f"/staff/jobs/{job.pk}/retry").status_code == 302


def test_retrying_beside_an_equal_waiting_job_changes_nothing(operator: Client, well: WorkerBeat) -> None:
    job = a_failed_job(dedupe="k")
    a_failed_job(dedupe="k", state="waiting", finished_at=None)
    answer = operator.post(f"/staff/jobs/{job.pk}/retry", follow=True)
    assert answer.status_code == 200
    job.refresh_from_db()
    assert job.state == "failed"


def test_an_organisation_is_registered_and_its_representative_named_by_mail(
    operator: Client, well: WorkerBeat, member: Person
) -> None:
    made = operator.post("/staff/organisations", {"name": "Northwind", "kind": "label", "country": "de"})
    place = made["Location"]
    assert operator.post(place, {"email": "ANNA@example.org "}).status_code == 302
    assert [found.name for found in organisations.represented_by(member.pk)] == ["Northwind"]
    number = place.rsplit("/", 1)[1]
    operator.post(f"/staff/organisations/{number}/dismiss/{member.pk}")
    assert organisations.represented_by(member.pk) == []


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/staff/organisations", {"name": "Northwind", "kind": "label"}),
        ("/staff/organisations", {"name": "Other", "kind": "label", "country": "QQ"}),
        ("/staff/organisations", {"name": "Other", "kind": "bakery"}),
        ("/staff/organisations", {"name": "", "kind": "label"}),
        ("/staff/organisations/{number}", {"email": "nobody@example.org"}),
        ("/staff/organisations/{number}", {"email": "no mail"}),
    ],
)
def test_what_cannot_be_is_refused_with_words(
    operator: Client, well: WorkerBeat, path: str, form: dict[str, str]
) -> None:
    made = catalogue.register_organisation("Northwind", "label")
    answer = operator.post(path.format(number=made.pk), form)
    assert answer.status_code == 400
    assert "error" in answer.content.decode()
    assert len(organisations.organisations()) == 1


def test_acting_needs_the_sites_own_form(operator: Client, well: WorkerBeat) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = operator.cookies
    assert strict.post("/staff/jobs/1/retry").status_code == 403


def test_the_last_backup_is_told(operator: Client, well: WorkerBeat, tmp_path: Path) -> None:
    assert "none was made" in operator.get("/staff/").content.decode()
    (tmp_path / "last-backup.json").write_text('{"at": "2026-11-29T08:00:00+00:00", "to": "/mnt/<b>"}')
    told = operator.get("/staff/").content.decode()
    assert "2026-11-29 08:00:00 UTC" in told
    assert "/mnt/&lt;b&gt;" in told


def test_the_last_upgrade_and_the_way_back_are_told(
    operator: Client, well: WorkerBeat, tmp_path: Path
) -> None:
    with connection.cursor() as cursor:  # the suite's database is made without any migration
        cursor.execute("CREATE TABLE django_migrations (id int, app text, name text, applied timestamp)")
        cursor.execute("INSERT INTO django_migrations VALUES (1, 'wall', '0001', '2026-11-29')")
    assert "none yet" in operator.get("/staff/").content.decode()
    Upgrade("2026-11-29T08:00:00+00:00", "0.1.0 (a<b)", "0.2.0", []).write()
    told = operator.get("/staff/").content.decode()
    assert "2026-11-29 08:00:00 UTC" in told
    assert "from 0.1.0 (a&lt;b) to 0.2.0" in told
    assert "akkord manage rollback" in told


@pytest.mark.django_db
def test_the_checks_are_said_in_the_readers_language_and_to_machines_in_english(operator: Client) -> None:
    headers = {"accept-language": "ru"}
    Person.objects.update(language="ru")
    shown = operator.get("/staff/", headers=headers).content.decode()
    assert "Хранилище файлов" in shown
    assert "папка данных" in shown
    assert "the data folder" not in shown
    assert "the data folder" in operator.get("/readyz", headers=headers).content.decode()
