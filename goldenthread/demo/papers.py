"""Made-up papers for the stand-in of the courts: small, whole PDF files made with nothing but the standard library."""


def pdf(lines: list[str], title: str = "A made-up paper") -> bytes:
    """One page with a few lines of plain ASCII."""

    def plain(text):
        kept = "".join(c if c.isascii() and c.isprintable() else "-" for c in text)
        return kept.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")

    drawn = ["BT /F1 13 Tf 60 780 Td 18 TL", *(f"({plain(line)}) Tj T*" for line in lines), "ET"]
    stream = "\n".join(drawn).encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({plain(title)}) >>".encode("ascii"),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)
