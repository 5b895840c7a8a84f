"""The bench cannot rot: at a small size each figure is made, and both answers are one. Never a time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests import databases
from tests.bench import measure, report

PROJECT = Path(settings.PROJECT)
SEARCHES = {"search-common", "search-sound", "search-accent", "search-birth"}
PAGES = SEARCHES | {"my-work", "team", "area", "case-list", "case", "trace", "tray", "views"}


@pytest.fixture(scope="module")
def small(tmp_path_factory, django_db_setup):
    """Runs the bench on a small service of its own: `small(*arguments)` gives the figures and what was printed."""
    name = "gt_bench_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
    databases.copy(name, databases.demo_template())
    kept = tmp_path_factory.mktemp("bench")

    def run(command, figures, *arguments):
        env = {**os.environ, "GOLDENTHREAD_DATABASE": name, "GOLDENTHREAD_BENCH": str(kept)}
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench", command, "--families", "12", "--built", *arguments],
            env=env, cwd=PROJECT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads((kept / f"{figures}.json").read_text()), done.stdout

    yield run
    databases.cluster().drop_database(name)


def test_each_figure_is_made_and_both_answers_are_one(small):
    taken, printed = small("pages", "figures-families-12", "--repeats", "2")
    figures = {one["key"]: one for one in taken["figures"]}
    assert set(figures) >= PAGES
    for one in figures.values():
        assert one["same_answer"], one["differs"]
        assert one["rows"] > 0, f"{one['says']}: nothing was shown"
        assert one["requests"] == (2 if one["key"] in SEARCHES else 1)
        assert 0 < one["queries"] <= measure.QUERIES * one["requests"], one["says"]
        measured = ["data_ms", "raw_ms", "page_p50_ms", "page_p95_ms", "cpu_ms", "first_ms"]
        measured += [] if one["key"] in SEARCHES else ["http_p50_ms"]
        assert all(one[name] > 0 for name in measured), one
        assert one["says"] in printed
    assert taken["machine"]["postgresql"]
    assert taken["size"]["cases"] > 0


def test_clients_at_work_lose_nothing_and_the_courts_answers_go_in(small):
    taken, printed = small("flow", "flow-families-12", "--clients", "2", "--seconds", "5", "--cases", "4")
    crew = taken["crews"][0]
    assert crew["faults"] == {}
    assert crew["requests"] > 0
    assert crew["lost"] == 0
    assert set(crew["memory_mb"]) == {"web", "worker", "database_backends", "database_shared_buffers"}
    assert len(crew["memory_mb"]["web"]) > 1
    assert (taken["imported"]["cases"], taken["imported"]["set_aside"]) == (4, 0)
    assert taken["imported"]["rows"] > 4
    assert "requests a second" in printed


def taken(**over):
    found = {"same_answer": True, "requests": 1, "queries": 12, "data_ms": 5.0, "raw_ms": 0.2, "page_p50_ms": 50.0}
    return found | over


def test_what_is_beyond_its_bound_is_said():
    assert measure.missed(taken()) == []
    assert measure.missed(taken(data_ms=20.0, raw_ms=4.0)) == []
    assert measure.missed(taken(data_ms=20.1, raw_ms=4.0)) == ["data 20.1 ms, bound 20.0"]
    assert measure.missed(taken(data_ms=5.1)) == ["data 5.1 ms, bound 5.0"]
    assert measure.missed(taken(queries=13)) == ["13 queries, bound 12"]
    assert measure.missed(taken(page_p50_ms=50.1)) == ["page 50.1 ms, bound 50"]
    assert measure.missed(taken(same_answer=False)) == ["the answers differ"]


def test_a_percentile_is_a_time_that_was_measured():
    assert measure.percentile([3.0, 1.0, 2.0], 50) == 2.0
    assert measure.percentile([float(n) for n in range(1, 101)], 95) == 95.0
    assert measure.percentile([7.0], 99) == 7.0


def test_the_page_of_figures_has_a_place_for_each(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text("Before\n<!-- pages 1 -->\nold\n<!-- end pages 1 -->\nAfter\n")
    monkeypatch.setattr(report, "PAGE", page)
    assert report.paste({"pages 1": "new", "pages 10": "nowhere"}) == ["pages 1"]
    assert page.read_text() == "Before\n<!-- pages 1 -->\nnew\n<!-- end pages 1 -->\nAfter\n"


def test_a_list_that_leaves_is_measured_in_each_form(small):
    taken, printed = small("exports", "exports-families-12")
    assert [one["kind"] for one in taken["files"]] == ["CSV", "XLSX", "ODS"]
    for one in taken["files"]:
        assert one["rows"] > 0, one
        assert one["megabytes"] > 0
        assert one["first_byte_ms"] > 0
    assert "first byte" in printed
