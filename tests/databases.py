"""Databases for tests: one migrated template, copied in a moment for each worker and each browser-test module.

Tests connect as the application role, as the product does: a superuser would pass every policy in silence. No
flush: a test's work is rolled back, or its database is dropped.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from goldenthread.config import postgres

PACKAGE = Path(settings.PACKAGE)


def cluster():
    return postgres.ensure(settings.HOME / "postgres-test", test=True)


def _form():
    """A fingerprint of all that decides the form of the database, so that a stale template is never used."""
    digest = hashlib.sha256()
    form = [*PACKAGE.glob("**/migrations/*.py"), PACKAGE / "access" / "wall.py", PACKAGE / "config" / "postgres.py"]
    for file in sorted(form):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def run(command, database, role, **environment):
    """Runs one of the product's own commands against a test database."""
    env = {**os.environ, "GOLDENTHREAD_DATABASE": database, "GOLDENTHREAD_ROLE": role, **environment}
    done = subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def template():
    """The name of the migrated template, made once for the form of the database, whoever comes first."""
    return _made(f"gt_form_{_form()}", lambda name: run(["-m", "goldenthread.config.migrating"], name, "app_owner"))


def demo_template(families=12):
    """A template with a small demonstration service in it, for the browser tests."""
    source = template()

    def build(name):
        run(
            ["-m", "goldenthread.config.cli", "demo", "build", "--families", str(families)],
            name,
            "app_importer",
        )

    return _made(f"gt_demo_{_written()}_{families}", build, source)


def national_template(share):
    """A template with a small part of a national year in it."""

    def build(name):
        share_ = ["--scale", "national", "--share", str(share)]
        run(["-m", "goldenthread.config.cli", "demo", "build", *share_], name, "app_loader", GOLDENTHREAD_DEMO="1")

    return _made(f"gt_nation_{_written()}_{share}".replace(".", "_"), build, template())


def _written():
    """A fingerprint of the product's code and of the files that the demonstration is told from."""
    digest = hashlib.sha256()
    for file in sorted([*PACKAGE.glob("**/*.py"), *PACKAGE.glob("**/*.yaml")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _made(name, fill, source=None):
    place = settings.HOME / "test-templates"
    place.mkdir(parents=True, exist_ok=True)
    with open(place / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = place / name
        server = cluster()
        if not done.exists():
            server.drop_database(name)
            server.create_database(name, template=source)
            fill(name)
            for old in place.glob(name[:8] + "*"):
                server.drop_database(old.name)
                old.unlink()
            done.touch()
    return name


def copy(name, source):
    """A fresh database called `name`, as `source` is."""
    server = cluster()
    server.drop_database(name)
    server.create_database(name, template=source)
    return name
