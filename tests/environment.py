"""The environment of every test, set before Django's settings are read (see addopts in pyproject.toml)."""

import os

os.environ["GOLDENTHREAD_TESTING"] = "1"
os.environ["GOLDENTHREAD_DEMO"] = "1"
os.environ["GOLDENTHREAD_LOCAL_ACCOUNTS"] = "1"
os.environ["GOLDENTHREAD_ROLE"] = "app_web"
os.environ["DJANGO_SETTINGS_MODULE"] = "goldenthread.config.settings"
# The browser's driver leaves an event loop running in the worker; the database tests that follow it are not async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# A worker of xdist has its own database; so has each browser-test module (see tests/databases.py).
os.environ["GOLDENTHREAD_DATABASE"] = "gt_test_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_IMPORTER_URL", "DATABASE_WORKER_URL"):
    os.environ.pop(name, None)
