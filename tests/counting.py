"""How many queries a page makes, the session, the person, the transaction and the view log apart."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

APART = re.compile(
    r"django_session|FROM \"people_person\" WHERE \"people_person\".\"id\" =|set_config|SAVEPOINT|access_viewlog\" \("
    r"|^(BEGIN|COMMIT)|\"people_post\".\"person_id\" ="
)


@pytest.fixture
def queries_of(cast):
    """`queries_of(person, address)`: the number of queries of a page that opens for that person."""

    def count(person, address):
        client = cast.client(person)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            answer = client.get(address)
        assert answer.status_code == 200, answer.content.decode()[:2000]
        counted = [query["sql"] for query in caught.captured_queries if not APART.search(query["sql"])]
        return len(counted)

    return count
