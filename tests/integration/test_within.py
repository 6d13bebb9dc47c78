"""The name that a session has: what it is after something went wrong, in another thread, and on another connection."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import DataError, Error, OperationalError, connection, transaction

from motvekt.organisations.walls import within

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no walls"),
]

HERE, THERE = uuid4(), uuid4()


def named() -> str:
    """The area that the session names; empty for none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('motvekt.area', true), '')")
        return str(cursor.fetchone()[0])


def say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def process() -> int:
    """The server's process of this session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def alone(work: Callable[[], None]) -> None:
    """Do it in a thread, and so on a connection, of its own: a test's own connection is in a transaction throughout."""

    def done() -> None:
        try:
            work()
            assert named() == ""
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(done).result()


def test_the_innermost_is_named_and_afterwards_what_was_before() -> None:
    def work() -> None:
        with within(HERE):
            with within(THERE):
                assert named() == str(THERE)
            assert named() == str(HERE)
            with within(HERE):
                assert named() == str(HERE)
            assert named() == str(HERE)

    alone(work)
    work()


def test_an_error_of_the_works_own_leaves_no_name() -> None:
    def work() -> None:
        with pytest.raises(ZeroDivisionError), within(HERE), within(THERE):
            raise ZeroDivisionError

    alone(work)
    work()
    assert named() == ""


def test_a_statement_that_fails_is_heard_of_and_leaves_no_name_wherever_the_transaction_begins() -> None:
    def inside() -> None:
        with pytest.raises(DataError, match="division by zero"), within(HERE), transaction.atomic():
            say("SELECT 1 / 0")

    def outside() -> None:
        with pytest.raises(DataError, match="division by zero"), transaction.atomic(), within(HERE):
            say("SELECT 1 / 0")

    def around_and_inside() -> None:
        with within(THERE):
            with pytest.raises(DataError), transaction.atomic(), within(HERE), transaction.atomic(savepoint=False):
                say("SELECT 1 / 0")
            assert named() == str(THERE)

    for work in (inside, outside, around_and_inside):
        alone(work)
        work()
        assert named() == ""


def test_a_savepoint_that_is_rolled_back_leaves_the_name_that_was() -> None:
    def work() -> None:
        with transaction.atomic(), within(HERE):
            with pytest.raises(ZeroDivisionError), transaction.atomic(), within(THERE):
                raise ZeroDivisionError
            assert named() == str(HERE)

    alone(work)
    work()


def test_a_transaction_that_is_rolled_back_leaves_no_name() -> None:
    def work() -> None:
        with transaction.atomic():
            with within(HERE):
                say("SELECT 1")
            transaction.set_rollback(True)

    alone(work)


def test_a_transaction_begun_by_hand_and_broken_within_takes_its_connection_along() -> None:
    def work() -> None:
        def broken() -> None:
            transaction.set_autocommit(False)
            say("SELECT 1 / 0")

        with pytest.raises(DataError), within(HERE):
            broken()
        assert connection.connection is None

    alone(work)


def test_a_connection_that_is_lost_is_heard_of_and_the_next_names_nothing() -> None:
    def in_the_work() -> None:
        with pytest.raises(OperationalError), within(HERE):
            say("SELECT pg_terminate_backend(pg_backend_pid())")

    alone(in_the_work)


def test_what_was_not_committed_is_never_taken_for_done() -> None:
    """The connection goes after the last statement of the work, so that leaving is the first to see it."""

    def work() -> None:
        with pytest.raises(Error), transaction.atomic(), within(HERE):
            ended_by_another(process())

    alone(work)


def ended_by_another(pid: int) -> None:
    """End a session's process from another session."""

    def end() -> None:
        say(f"SELECT pg_terminate_backend({pid}, 5000)")
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(end).result()


def test_a_connection_that_went_between_two_requests_is_replaced_and_one_that_goes_in_a_request_is_not() -> None:
    def work() -> None:
        say("SELECT 1")
        ended_by_another(process())
        # What Django says to a connection when a request begins.
        connection.close_if_unusable_or_obsolete()
        with within(HERE):
            assert named() == str(HERE)
        ended_by_another(process())
        with pytest.raises(OperationalError), within(HERE):
            say("SELECT 1")
        connection.close()

    alone(work)


def test_another_thread_names_nothing() -> None:
    with within(HERE):
        alone(lambda: None)
        assert named() == str(HERE)


def test_an_area_is_a_value_and_never_part_of_a_statement() -> None:
    with pytest.raises(Error, match="invalid input syntax"), transaction.atomic(), within("x'; --"):  # type: ignore[arg-type]
        say("SELECT count(*) FROM guide_edition")
    assert isinstance(HERE, UUID)
