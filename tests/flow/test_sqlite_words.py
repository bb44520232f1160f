"""What is asked of SQLite means the same when it is asked again."""

import pytest
from django.db import connection

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")


@pytest.mark.django_db
def test_signs_of_per_cent_stay_and_places_are_filled_each_time() -> None:
    for number in (1, 2):
        with connection.cursor() as cursor:
            cursor.execute("SELECT '100%%', '%%s', %s", [number])
            assert cursor.fetchone() == ("100%", "%s", number)
            cursor.execute("SELECT '%%', %(one)s", {"one": number})
            assert cursor.fetchone() == ("%", number)
