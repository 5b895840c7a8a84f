"""What a person was told and how they chose is their own: the database shows it to nobody else."""

import pytest
from django.db import ProgrammingError, connection, transaction

from goldenthread.notices.models import Choice, Notice, Told
from goldenthread.notices.queries import email_allowed
from tests import databases

OWN = (Choice, Told, Notice)


@pytest.fixture
def rows(cast):
    cast.as_(cast.amira)
    given = {"person": cast.amira}
    Choice.objects.create(**given)
    Told.objects.create(**given, kind="DECISION", things=["x"], told_at=cast.now)
    Notice.objects.create(**given, kinds=["DECISION"], languages=["cy"], ordered_at=cast.now, moved_at=cast.now)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("model", OWN)
def test_a_row_is_seen_by_the_person_alone(cast, model):
    cast.as_(cast.amira)
    assert model.objects.exists()
    cast.as_(cast.administrator)
    assert not model.objects.exists()
    assert model.objects.update(person=cast.administrator) == 0


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("model", OWN)
def test_nobody_writes_for_another(cast, model):
    cast.as_(cast.amira)
    row = model.objects.get()
    cast.as_(cast.ben)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        row.save()


@pytest.mark.parametrize("model", OWN)
def test_a_connection_that_names_nobody_reads_nothing(cast, rows, model):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', '', true)")
    with pytest.raises(ProgrammingError, match="nobody is named"), transaction.atomic():
        model.objects.exists()


def test_none_of_these_tables_names_a_case_or_a_family():
    for model in OWN:
        assert not {name for name in (f.name for f in model._meta.get_fields()) if "case" in name or "member" in name}


def test_pages_cannot_ask_whether_an_address_stands_in_a_case(cast):
    cast.as_(cast.ben)
    with pytest.raises(ProgrammingError, match="permission denied for function"), transaction.atomic():
        email_allowed()


def test_the_worker_alone_may_ask(django_db_setup):
    name = connection.settings_dict["NAME"]
    with databases.cluster()._superuser(name) as superuser:
        asked = "SELECT rolname FROM pg_roles WHERE has_function_privilege(rolname, 'gt_email_allowed()', 'EXECUTE')"
        may = {role for (role,) in superuser.execute(f"{asked} AND NOT rolsuper").fetchall()}
    # A loader, while another test builds a national service on this server, stands in for the owner.
    assert {role for role in may if not role.startswith("app_loader")} == {"app_owner", "app_worker"}
