"""The drill of `make survive` at a small scale, so that it cannot rot: each part is killed once."""

from tests.bench.survive import survive


def test_whatever_is_killed_nothing_is_lost_or_doubled(tmp_path):
    tmp_path.chmod(0o755)
    told = survive(tmp_path / "home", minutes=0.05, clients=4)
    assert told["findings"] == []
    assert {part: times["kills"] for part, times in told["killed"].items()} == {"web": 1, "worker": 1, "database": 1}
    assert told["acknowledged"] > 4
    assert told["jobs"] > 0
    # Whoever is answered while something is away is told so in words: never an error without a way on.
    assert set(told["answers"]) <= {"302", "503", "no answer"}
