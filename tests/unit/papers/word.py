"""Word files as a person leaves them: a copy of ours, changed."""

import re
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from goldenthread.documents.boxes import open_box, pack

BODY = "word/document.xml"


def changed(docx: bytes, replacing=(), *, split=(), after=None, without=(), comment="", tracked=()) -> bytes:
    """The document with words replaced [(old, new)], a paragraph ended behind a text (`split`), a paragraph added
    `after` a text, paragraphs taken out `without` [text], a comment, and words replaced as tracked changes."""
    parts = open_box(docx)
    xml = parts[BODY].decode()
    for old, new in replacing:
        assert escape(old) in xml, old
        xml = xml.replace(escape(old), escape(new))
    for text in split:
        assert escape(text) in xml, text
        ends = '</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">'
        xml = xml.replace(escape(text), escape(text) + ends)
    for old, new in tracked:
        assert escape(old) in xml, old
        xml = re.sub(
            rf"<w:r>((?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)<w:t[^>]*>([^<]*){re.escape(escape(old))}([^<]*)</w:t></w:r>",
            rf'<w:r>\1<w:t xml:space="preserve">\2</w:t></w:r>'
            rf'<w:del w:id="901" w:author="X"><w:r><w:delText>{escape(old)}</w:delText></w:r></w:del>'
            rf'<w:ins w:id="902" w:author="X"><w:r><w:t>{escape(new)}</w:t></w:r></w:ins>'
            rf'<w:r><w:t xml:space="preserve">\3</w:t></w:r>',
            xml,
        )
        assert "w:del " in xml
    if after:
        place, text = after
        at = xml.index("</w:p>", xml.index(escape(place))) + len("</w:p>")
        xml = f"{xml[:at]}<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>{xml[at:]}"
    for text in without:
        at = xml.index(escape(text))
        start = max(xml.rfind("<w:p>", 0, at), xml.rfind("<w:p ", 0, at))
        end = xml.index("</w:p>", at) + len("</w:p>")
        xml = xml[:start] + xml[end:]
    parts[BODY] = xml.encode()
    if comment:
        _with_comment(parts, comment)
    return pack(parts)


def _with_comment(parts, text):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    said = f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
    comment = f'<w:comment w:id="1" w:author="X">{said}</w:comment>'
    parts["word/comments.xml"] = f'<w:comments xmlns:w="{space}">{comment}</w:comments>'.encode()
    types = parts["[Content_Types].xml"].decode()
    override = f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()


def without_marks(docx: bytes) -> bytes:
    """The document as a program leaves it that knows no bookmarks."""
    parts = open_box(docx)
    parts[BODY] = re.sub(rb"<w:bookmark(?:Start|End)[^>]*/>", b"", parts[BODY])
    return pack(parts)


def names_in(docx: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(docx)) as box:
        return box.namelist()
