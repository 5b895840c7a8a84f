"""Readable characters in bytes that have no structure we know, and the texts in the data of a picture. Pure."""

import io
import re
from collections.abc import Iterator

from PIL import ExifTags, Image

SHORTEST = 4
NARROW = re.compile(rb"(?:[\x20-\x7e\t\r\n]|[\xc2-\xdf][\x80-\xbf]){%d,}" % SHORTEST)
WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff\t\r\n]\x00){%d,}" % SHORTEST)
WIDE_BIG = re.compile(rb"(?:\x00[\x20-\x7e\xa0-\xff\t\r\n]){%d,}" % SHORTEST)
MOST = 30_000_000


def strings(data: bytes) -> str:
    """Runs of four readable characters or more, in one-byte and in two-byte letters, apart from each other."""
    data = data[:MOST]
    found = [hit.group().decode("utf-8", "replace") for hit in NARROW.finditer(data)]
    found += [hit.group().decode("utf-16-le", "replace") for hit in WIDE.finditer(data)]
    found += [hit.group().decode("utf-16-be", "replace") for hit in WIDE_BIG.finditer(data)]
    return " | ".join(found)


def image_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """What the data of a picture says: EXIF, XMP, comments, text chunks, and any other readable run."""
    yield "IMAGE", strings(data)
    said: list[str] = []
    try:
        with Image.open(io.BytesIO(data)) as picture:
            said += [_text(value) for value in picture.info.values()]
            exif = picture.getexif()
            said += [_text(value) for value in exif.values()]
            for block in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop):
                said += [_text(value) for value in exif.get_ifd(block).values()]
            # Text chunks may stand after the picture.
            picture.load()
            said += [_text(value) for value in getattr(picture, "text", {}).values()]
    except Exception:  # noqa: BLE001 (its readable runs are looked at whatever the library makes of it)
        said.append("")
    yield "IMAGE", " | ".join(text for text in dict.fromkeys(said) if text.strip())


def _text(value):
    if isinstance(value, bytes):
        return f"{strings(value)} | {value.decode('utf-16-le', 'ignore')}"
    if isinstance(value, (tuple, list)):
        return " ".join(_text(one) for one in value)
    return str(value)
