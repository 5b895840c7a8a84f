"""`goldenthread backup drill` at a small scale, so that it cannot rot: a service is lost and comes back to a moment."""

from goldenthread.config.drill import drill


def test_what_was_acknowledged_by_the_moment_is_back_and_nothing_later():
    told = drill(families=1, writes=5)  # raises DrillFailed with what is wrong
    assert told["record"] == "whole"
    assert told["acknowledged_before"] >= 5
    assert told["written_after"] >= 5
    assert told["back"] >= told["acknowledged_before"]
