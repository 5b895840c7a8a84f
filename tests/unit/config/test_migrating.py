"""Migrating redraws what has changed and no more, and draws everything anew before a migration's own code looks."""

import gc

from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from goldenthread.config.migrating import _only_what_changed


def state():
    """A family, and children who are tied to it."""
    made = ProjectState()
    made.add_model(ModelState("drawn", "Family", [("id", models.BigAutoField(primary_key=True))]))
    tied = models.ForeignKey("drawn.Family", models.CASCADE)
    made.add_model(ModelState("drawn", "Child", [("id", models.BigAutoField(primary_key=True)), ("family", tied)]))
    return made, made.apps.get_model("drawn", "Family"), made.apps.get_model("drawn", "Child")


def test_a_plain_column_redraws_its_own_model_and_leaves_those_tied_to_it():
    made, family, child = state()
    with _only_what_changed():
        made.add_field("drawn", "family", "name", models.TextField(default=""), preserve_default=True)
    redrawn = made.apps.get_model("drawn", "Family")
    assert redrawn is not family
    assert redrawn._meta.get_field("name")
    assert made.apps.get_model("drawn", "Child") is child
    assert [tie.related_model for tie in redrawn._meta.related_objects] == [child]
    made.clear_delayed_apps_cache()
    assert made.apps.get_model("drawn", "Child")._meta.get_field("family").related_model is made.apps.get_model(
        "drawn", "Family"
    )


def test_a_column_that_ties_redraws_all_that_it_touches():
    made, _, child = state()
    with _only_what_changed():
        tie = models.ForeignKey("drawn.Child", models.CASCADE, null=True, related_name="+")
        made.add_field("drawn", "family", "eldest", tie, preserve_default=True)
    assert made.apps.get_model("drawn", "Child") is not child


def test_everything_is_as_it_was_afterwards():
    before = ProjectState._find_reload_model, gc.get_threshold()
    with _only_what_changed():
        assert ProjectState._find_reload_model is not before[0]
    assert (ProjectState._find_reload_model, gc.get_threshold()) == before
