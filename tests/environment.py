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
for what in ("", "_OWNER", "_IMPORTER", "_WORKER", "_REPLICA"):
    os.environ.pop(f"DATABASE{what}_URL", None)
os.environ.pop("GOLDENTHREAD_ARCHIVE", None)
