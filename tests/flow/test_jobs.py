"""Jobs: written with their cause, taken once, taken over from the dead, retried, never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django_tasks import task

from akkord.flow import clock, jobs, outbox
from akkord.flow.models import Job
from akkord.flow.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)

ran: list[str] = []


@task()
def note(text: str) -> None:
    ran.append(text)


@task()
def stumble(text: str) -> None:
    raise ValueError(text)


@task(priority=50)
def hurry(text: str) -> None:
    ran.append(text)


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    ran.clear()


def test_a_job_of_a_rolled_back_transaction_does_not_exist() -> None:
    def fail_after_enqueueing() -> None:
        with transaction.atomic():
            note.enqueue("never")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_enqueueing()
    assert Worker().drain() == 0


def test_a_job_runs_once() -> None:
    note.enqueue("one")
    assert Worker().drain() == 1
    assert Worker().drain() == 0
    assert ran == ["one"]


def test_two_workers_never_take_the_same_job() -> None:
    note.enqueue("one")
    assert jobs.take("a") is not None
    assert jobs.take("b") is None


def test_a_job_of_a_worker_that_died_is_taken_over_when_its_lease_runs_out() -> None:
    note.enqueue("one")
    assert jobs.take("dead") is not None
    with clock.at(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        taken = jobs.take("alive")
    assert taken is not None
    assert taken.attempt == 2


def test_a_beating_worker_keeps_its_lease() -> None:
    note.enqueue("one")
    taken = jobs.take("slow")
    assert taken is not None
    with clock.at(clock.now() + jobs.LEASE - timedelta(seconds=5)):
        jobs.beat("slow", [taken.id])
    with clock.at(clock.now() + jobs.LEASE + timedelta(seconds=5)):
        assert jobs.take("other") is None


def test_a_failed_try_waits_longer_each_time_and_ends_where_the_operator_sees_it() -> None:
    stumble.enqueue("why")
    moment, waits = clock.now(), []
    for _ in range(jobs.MOST_ATTEMPTS):
        with clock.at(moment):
            taken = jobs.take("w")
            assert taken is not None
            assert jobs.run(taken, "w") is False
        job = Job.objects.get(pk=taken.id)
        waits.append(job.run_at - moment)
        moment = max(moment, job.run_at) + timedelta(seconds=1)
    assert waits[:-1] == sorted(waits[:-1])
    assert job.state == Job.State.FAILED
    assert "ValueError: why" in job.error
    assert jobs.retry(job.pk)
    with clock.at(moment):
        assert jobs.take("w") is not None


def test_a_job_that_kills_its_worker_each_time_is_given_up() -> None:
    note.enqueue("poison")
    moment = clock.now()
    for _ in range(jobs.MOST_ATTEMPTS):
        with clock.at(moment):
            assert jobs.take("w") is not None
        moment += jobs.LEASE + timedelta(seconds=1)
    with clock.at(moment):
        assert jobs.take("w") is None
    assert Job.objects.get().state == Job.State.FAILED


def test_equal_jobs_wait_once() -> None:
    first = jobs.put(note, ["x"], {}, dedupe="x")
    assert jobs.put(note, ["x"], {}, dedupe="x").pk == first.pk
    assert jobs.take("w") is not None  # while it runs, the next call is a job of its own
    assert jobs.put(note, ["x"], {}, dedupe="x").pk != first.pk


def test_urgent_jobs_go_first_and_have_a_lane_of_their_own() -> None:
    note.enqueue("slow")
    hurry.enqueue("fast")
    taken = jobs.take("w", least_priority=50)
    assert taken is not None
    assert taken.args == ["fast"]
    assert jobs.take("w", least_priority=50) is None


def test_an_announcement_needs_the_transaction_of_its_change() -> None:
    with pytest.raises(outbox.OutsideTransaction):
        outbox.announce("facts_changed", recordings=[1])


def test_an_event_nobody_declared_is_an_error() -> None:
    with pytest.raises(outbox.UnknownEvent), transaction.atomic():
        outbox.announce("no_such_event")


def test_what_is_announced_for_a_day_to_come_is_done_on_that_day_and_once() -> None:
    day = clock.now() + timedelta(days=30)
    with transaction.atomic():
        for _ in range(2):
            outbox.announce_at(day, "facts_changed", sounds=[1])
    assert jobs.take("w") is None
    with clock.at(day):
        for _ in settings.WAKES["facts_changed"]:
            assert jobs.take("w") is not None
        assert jobs.take("w") is None


def test_a_failed_job_that_meets_an_equal_waiting_one_leaves_it_the_work() -> None:
    jobs.put(stumble, ["x"], {}, dedupe="x")
    taken = jobs.take("w")
    assert taken is not None
    second = jobs.put(stumble, ["x"], {}, dedupe="x")
    assert jobs.run(taken, "w") is False
    assert Job.objects.get(pk=taken.id).state == Job.State.DONE
    assert Job.objects.get(pk=second.pk).state == Job.State.WAITING


def test_a_worker_takes_up_at_once_what_a_job_enqueued() -> None:
    """The end of a job stirs the worker: a life's next step does not wait for the next look."""
    worker = Worker()
    assert not worker.stirred.is_set()
    note.enqueue("one")
    with ThreadPoolExecutor(1) as pool:
        assert worker._start_one(pool)
        assert worker.stirred.wait(10)
