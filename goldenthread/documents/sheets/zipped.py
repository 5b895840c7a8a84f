"""A ZIP archive written to somewhere that cannot go back: each piece is given away as it is made.

Of our own because Python's writes every entry of such an archive with its size behind it, and an OpenDocument file must
begin with one that is whole. Without ZIP64, which Excel does not take in a file of this kind: an entry ends at 4 GB,
and so does the archive.
"""

import struct
import zlib

LIMIT = 2**32 - 1
# Nothing of this machine stands in the file: every entry is of the first day that ZIP can say.
DAY, HOUR = 0x21, 0
STORED, DEFLATED, SIZE_BEHIND = 0, 8, 0x08
VERSION, MADE_BY = 20, 20
# How hard to press: a third of the time of zlib's own choice, for a file a tenth larger.
LEVEL = 3


class TooLarge(OverflowError):
    """An entry, or the archive, is larger than can be said."""


class Zipped:
    """Entries one after the other: `whole` for a small one; `begin`, `more`, `finish` for one that is being written;
    `end` closes the archive. Each returns the bytes to send."""

    def __init__(self):
        self._entries, self._at, self._open = [], 0, None

    def whole(self, name: str, data: bytes, *, stored=False) -> bytes:
        """An entry that is known whole."""
        method = STORED if stored else DEFLATED
        packed = data if stored else _packer(9)(data, True)
        entry = (name.encode("ascii"), method, 0, zlib.crc32(data), len(packed), len(data), self._at)
        self._entries.append(entry)
        return self._given(_local(entry) + packed)

    def begin(self, name: str) -> bytes:
        """Opens an entry whose size is not known yet."""
        self._open = {"name": name.encode("ascii"), "at": self._at, "crc": 0, "packed": 0, "size": 0}
        self._pack = _packer(LEVEL)
        return self._given(_local((self._open["name"], DEFLATED, SIZE_BEHIND, 0, 0, 0, self._at)))

    def more(self, data: bytes, *, last=False) -> bytes:
        """More of the entry that is open; perhaps nothing yet to send."""
        entry = self._open
        entry["crc"] = zlib.crc32(data, entry["crc"])
        packed = self._pack(data, last)
        entry["packed"] += len(packed)
        entry["size"] += len(data)
        if entry["size"] > LIMIT:
            raise TooLarge
        return self._given(packed)

    def finish(self, data: bytes = b"") -> bytes:
        """Closes the entry that is open, after the last of it."""
        last, entry = self.more(data, last=True), self._open
        sizes = (entry["crc"], entry["packed"], entry["size"])
        self._entries.append((entry["name"], DEFLATED, SIZE_BEHIND, *sizes, entry["at"]))
        return last + self._given(b"PK\x07\x08" + struct.pack("<3L", *sizes))

    def end(self) -> bytes:
        """The directory of the archive."""
        made = b"".join(_central(entry) for entry in self._entries)
        count = len(self._entries)
        return made + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, len(made), self._at, 0)

    def _given(self, data):
        self._at += len(data)
        if self._at > LIMIT:
            raise TooLarge
        return data


def _packer(level):
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)

    def pack(data, last):
        return deflate.compress(data) + (deflate.flush() if last else b"")

    return pack


def _local(entry):
    name, method, flags, crc, packed, size, _at = entry
    said = struct.pack("<5H3L2H", VERSION, flags, method, HOUR, DAY, crc, packed, size, len(name), 0)
    return b"PK\x03\x04" + said + name


def _central(entry):
    name, method, flags, crc, packed, size, at = entry
    said = struct.pack("<6H3L5H2L", MADE_BY, VERSION, flags, method, HOUR, DAY, crc, packed, size,
                       len(name), 0, 0, 0, 0, 0, at)  # fmt: skip
    return b"PK\x01\x02" + said + name
