"""A picture without what it says about itself: EXIF, XMP, comments, text. The picture is not drawn anew. Pure."""

import struct

PNG = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"sBIT", b"bKGD"}
)
# Adobe's marker says how colours are coded; the first says the density.
JPEG_KEPT = frozenset({0xE0, 0xEE})


def bare(data: bytes) -> bytes:
    """The bytes of a JPEG or PNG without its own data; anything else as it is."""
    try:
        if data.startswith(PNG):
            return _png(data)
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
    except (struct.error, IndexError, ValueError):
        return data
    return data


def _png(data):
    made, at = [PNG], 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind in PNG_KEPT:
            made.append(data[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            break
    return b"".join(made)


def _jpeg(data):
    made, at = [b"\xff\xd8"], 2
    while at < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            end = data.rindex(b"\xff\xd9") + 2
            made.append(data[at:end])
            return b"".join(made)
        size = struct.unpack(">H", data[at + 2 : at + 4])[0]
        about = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not about or (marker in JPEG_KEPT and size <= 64):
            made.append(data[at : at + 2 + size])
        at += 2 + size
    raise ValueError("no picture in it")
