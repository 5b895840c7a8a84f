"""Where the bench works: a home and a database of its own, never the demonstration's. Read before Django is set up."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
HOME = PROJECT / ".local" / "bench"
CLI = [sys.executable, "-m", "goldenthread.config.cli"]
# A deployment's own addresses: the bench builds a fictional service and never does so on somebody's server.
ELSEWHERE = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_IMPORTER_URL",
    "DATABASE_WORKER_URL",
    "DATABASE_REPLICA_URL",
)


@dataclass(frozen=True)
class Size:
    """How large a service is measured: years of the national one, a share of it, or so many families."""

    years: int = 1
    share: float = 1.0
    families: int = 0
    seed: int = 1

    @property
    def name(self) -> str:
        """The name for the database and the file of figures: "1", "10", "1-share-0.01", "families-60"."""
        if self.families:
            return f"families-{self.families}"
        parts = [str(self.years)]
        parts += [] if self.share == 1 else [f"share-{self.share:g}"]
        return "-".join([*parts, *([] if self.seed == 1 else [f"seed-{self.seed}"])])

    @property
    def make(self) -> str:
        """What `make bench` is given."""
        if self.families:
            return f"FAMILIES={self.families}"
        return f"YEARS={self.years}" + ("" if self.share == 1 else f" SHARE={self.share:g}")

    @property
    def build(self) -> list[str]:
        """What `goldenthread demo build` is given."""
        if self.families:
            return ["--families", str(self.families), "--seed", str(self.seed)]
        share = [] if self.share == 1 else ["--share", f"{self.share:g}"]
        return ["--scale", "national", "--years", str(self.years), "--seed", str(self.seed), *share]


def settle(size: Size) -> None:
    """Sets the environment for this process and those that it starts."""
    for name in ELSEWHERE:
        os.environ.pop(name, None)
    os.environ["GOLDENTHREAD_DEMO"] = "1"
    os.environ["GOLDENTHREAD_ROLE"] = "app_web"
    os.environ["DJANGO_SETTINGS_MODULE"] = "goldenthread.config.settings"
    if os.environ.get("GOLDENTHREAD_TESTING") != "1":
        os.environ["GOLDENTHREAD_HOME"] = str(HOME)
        os.environ.pop("GOLDENTHREAD_DATABASE", None)
    os.environ.setdefault("GOLDENTHREAD_DATABASE", "bench_" + size.name.replace("-", "_").replace(".", "_"))


def figures(name: str) -> Path:
    """The file called `name`, in the home of the bench (or where GOLDENTHREAD_BENCH says)."""
    return Path(os.environ.get("GOLDENTHREAD_BENCH", HOME)) / f"{name}.json"


def ensure(size: Size) -> None:
    """Builds the service if it is not there, and keeps what the build tells of itself as build-SIZE.json. Refuses
    (CalledProcessError) where the build does."""
    quiet = {key: value for key, value in os.environ.items() if key != "GOLDENTHREAD_ROLE"}
    subprocess.run([*CLI, "migrate"], env=quiet, check=True)
    build = [*CLI, "demo", "build", *size.build, "--if-empty", "--json"]
    told = subprocess.run(build, env=quiet, check=True, stdout=subprocess.PIPE, text=True).stdout
    if told.strip() and not size.families:
        figures(f"build-{size.name}").parent.mkdir(parents=True, exist_ok=True)
        figures(f"build-{size.name}").write_text(told)
