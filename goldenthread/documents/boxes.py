"""Files that are boxes of files (ZIP), and XML, both opened with limits.

What a header says about a size is never believed: what comes out is counted while it comes out.
"""

import io
import re
import stat
import zipfile
import zlib

from lxml import etree

from goldenthread.kernel.refusal import N_, Refused

MB = 1_000_000
MOST_ENTRIES = 3_000
MOST_OPENED = 150 * MB
MOST_OF_XML = 40 * MB
MOST_RATIO = 400  # the whole box against its packed size; a long repetitive sheet reaches 100
SMALL = 5 * MB  # below this a high ratio harms nobody
# No element of an office file has a hundred; reading them costs their number squared.
MOST_ATTRIBUTES = 1_000
CHUNK = 256 * 1024
OUTSIDE = re.compile(r"^(?:/|[A-Za-z]:)|(?:^|/)\.\.(?:/|$)|\\")


def bomb() -> Refused:
    return Refused(
        "ZIP_BOMB",
        N_("This file unpacks to far more than it should and was not opened. Ask for it again, as a PDF."),
    )


def broken() -> Refused:
    return Refused(
        "BROKEN_FILE",
        N_("This file is damaged or incomplete. Open it where it was made, save it again, and bring it again."),
    )


def open_box(data: bytes, *, budget: int = MOST_OPENED) -> dict[str, bytes]:
    """Every file in a ZIP by its name, read with limits.

    Refuses with `ZIP_BOMB` (too much comes out, too many entries, parts laid over one another), `BROKEN_FILE`
    (damaged, the same name twice, a name that leads outside, a way of packing that no office file uses) and
    `LOCKED_FILE`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            entries = [entry for entry in box.infolist() if not entry.is_dir()]
            _refuse_entries(entries)
            parts, opened = {}, 0
            for entry in entries:
                parts[entry.filename] = _read(box, entry, budget - opened)
                opened += len(parts[entry.filename])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise broken() from error
    if opened > SMALL and opened > MOST_RATIO * len(data):
        raise bomb()
    return parts


def _refuse_entries(entries):
    if len(entries) > MOST_ENTRIES:
        raise bomb()
    # Programs differ in how they read names: what two of them would take for one file is one file here.
    names = [entry.filename.casefold().strip("/") for entry in entries]
    if len(set(names)) != len(names):
        raise broken()
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Refused("LOCKED_FILE", N_("This file is locked with a password. Save it without one."))
        link = stat.S_ISLNK(entry.external_attr >> 16)
        odd = entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if link or odd or "\x00" in entry.orig_filename or OUTSIDE.search(entry.filename):
            raise broken()
    # Entries that share their packed bytes: much comes out of little.
    ends = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < ends:
            raise bomb()
        ends = entry.header_offset + 30 + entry.compress_size


def _read(box, entry, budget):
    limit = min(budget, MOST_OF_XML) if entry.filename.endswith((".xml", ".rels")) else budget
    made = bytearray()
    with box.open(entry) as source:
        while chunk := source.read(CHUNK):
            made += chunk
            if len(made) > limit:
                raise bomb()
    return bytes(made)


def xml_of(data: bytes):
    """The root of an XML part. No entity is resolved, nothing fetched; a document type is refused outright.

    Refuses with `BROKEN_FILE`: no office file has a document type, and what declares entities means harm.
    """
    head = data[:4]
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or (head[:2] in (b"\xff\xfe", b"\xfe\xff") and _doctype_wide(data)):
        raise Refused(
            "BROKEN_FILE",
            N_("This file holds instructions that no document needs and was not opened. Save it again from the "
               "program it was written in, and bring it again."),
        )  # fmt: skip
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken() from error
    if root.getroottree().docinfo.doctype or any(len(node.attrib) > MOST_ATTRIBUTES for node in root.iter("*")):
        raise broken()
    return root


def _doctype_wide(data):
    return any("<!DOCTYPE" in data.decode(code, "ignore") for code in ("utf-16-le", "utf-16-be"))


def pack(parts: dict[str, bytes]) -> bytes:
    """A ZIP of these files in this order, with fixed times: the same content gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            box.writestr(entry, data)
    return made.getvalue()
