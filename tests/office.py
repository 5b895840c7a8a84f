"""LibreOffice without its window: a document opened, changed by its own search and replace, and saved by it.

Where the machine's Python can speak with LibreOffice (the package python3-uno), the change is made by the program
itself; elsewhere it is made in the file, and LibreOffice opens that and saves it anew.
"""

import shutil
import subprocess
from pathlib import Path

SOFFICE = shutil.which("soffice")
PYTHON = "/usr/bin/python3"
SECONDS = 180
# Spoken to LibreOffice by the machine's own Python, in a process of its own.
SCRIPT = """
import json, sys, time, uno
from com.sun.star.beans import PropertyValue

def value(name, said):
    made = PropertyValue()
    made.Name, made.Value = name, said
    return made

pipe, source, target, replacing, deadline = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4]), 60
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
until = time.monotonic() + deadline
while True:
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except Exception:
        if time.monotonic() > until:
            raise
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
document = desktop.loadComponentFromURL("file://" + source, "_blank", 0, (value("Hidden", True),))
for old, new in replacing:
    search = document.createReplaceDescriptor()
    search.SearchString, search.ReplaceString, search.SearchCaseSensitive = old, new, True
    assert document.replaceAll(search), old
document.storeToURL("file://" + target, (value("FilterName", "MS Word 2007 XML"),))
document.close(True)
try:
    desktop.terminate()
except Exception:
    pass
"""


def speaks() -> bool:
    """Whether the machine's Python can speak with LibreOffice."""
    asked = (
        subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
        if Path(PYTHON).exists()
        else None
    )
    return asked is not None and asked.returncode == 0


def edited(data: bytes, replacing, folder: Path) -> bytes:
    """A Word file with words replaced [(old, new)], as LibreOffice saves it."""
    import json

    from tests.unit.papers.word import changed

    (folder / "out").mkdir(parents=True, exist_ok=True)
    source, target = folder / "in.docx", folder / "out" / "in.docx"
    if not speaks():
        source.write_bytes(changed(data, replacing))
        converted(source, "docx", folder)
        return target.read_bytes()
    source.write_bytes(data)
    pipe = f"gt-{folder.name}"[:40].replace("_", "-")
    office = subprocess.Popen(
        [SOFFICE, "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{folder}/profile",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        said = json.dumps(list(replacing))
        script = [PYTHON, "-c", SCRIPT, pipe, str(source), str(target), said]
        done = subprocess.run(script, capture_output=True, text=True, timeout=SECONDS, check=False)
        assert done.returncode == 0, done.stderr
        office.wait(timeout=60)
    finally:
        if office.poll() is None:
            office.terminate()
            office.wait(timeout=30)
    return target.read_bytes()


def converted(source: Path, form: str, folder: Path) -> Path:
    """A file in another form (docx, pdf), as LibreOffice makes it; where it lies."""
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", form,
               "--outdir", str(folder / "out"), str(source)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return folder / "out" / f"{source.stem}.{form}"
