"""Plans, reports received and the scales of risks as files: read, checked against their schema and themselves."""

import json
from pathlib import Path

import jsonschema
import yaml

from goldenthread.actions.dates import read_due
from goldenthread.improvement.rules import SourceOfLearning
from goldenthread.people.rules import Role

CONTENT = Path(__file__).parent / "content"
PLANS = CONTENT / "plans"
RECEIVED = CONTENT / "received"


class BadPlan(ValueError):
    """A file does not fit; the message names the place in words for whoever wrote it."""


class _Loader(yaml.SafeLoader):
    """Dates stay as they were written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_checked(path: Path, schema: str) -> dict:
    """What a file holds, by a schema of this area. Raises `BadPlan` naming the first thing that does not fit."""
    try:
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
        jsonschema.validate(told, json.loads((CONTENT / schema).read_text()))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadPlan(f"The file cannot be read: {type(error).__name__}.") from None
    except jsonschema.ValidationError as error:
        place = " › ".join(str(part) for part in error.absolute_path) or "the file"
        raise BadPlan(f"{place}: {error.message[:200]}") from None
    return told


def read_plan(path: Path) -> dict:
    """The plan in a file. Raises `BadPlan` naming the first thing that does not fit."""
    plan = read_checked(path, "plan.schema.json")
    for complaint in _complaints(plan):
        raise BadPlan(complaint)
    return plan


def read_received(path: Path) -> dict:
    """The report received in a file, with our answers. Raises `BadPlan` as `read_plan` does."""
    told = read_checked(path, "received.schema.json")
    numbers = [row["number"] for row in told["recommendations"]]
    for number in numbers:
        if numbers.count(number) > 1:
            raise BadPlan(f"The recommendation {number} stands twice.")
    return told


def _complaints(plan):
    posts = {post["name"] for post in plan["posts"]}
    roles = {role for post in plan["posts"] for role in post.get("roles", ())}
    yield from (f"There is no role {role}." for role in roles - set(Role))
    if plan["owner"] not in posts:
        yield f"The owner “{plan['owner']}” is not among the posts."
    seen = set()
    for priority in plan["priorities"]:
        yield from (f"There is no source {code}." for code in set(priority["sources"]) - set(SourceOfLearning))
        for line in priority["lines"]:
            named = {line["owner"], line["accountable"], *line.get("shares", ())}
            yield from (f"{line['key']}: “{name}” is not among the posts." for name in sorted(named - posts))
            if read_due(line["due"]) is None:
                yield f"{line['key']}: no date can be told from “{line['due']}”."
        keys = [line["key"] for line in priority["lines"]]
        for known in priority["known_by"]:
            if known.get("line") and known["line"] not in keys:
                yield f"{known['key']}: there is no line {known['line']} in this priority."
        for key in [*keys, *(known["key"] for known in priority["known_by"])]:
            if key in seen:
                yield f"The key {key} stands twice."
            seen.add(key)
