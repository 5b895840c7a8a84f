"""Files of every format, with a text planted in each of their places. Used by the leak tests of other areas too.

for name, kind, data in planted("14 Sycamore Road"): …     # name: "DOCX comment", "PDF annotation", …
"""

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.annotations import Link, Text
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def saved(document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def word_file(*texts) -> bytes:
    """A Word file with these paragraphs."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return {name: box.read(name) for name in box.namelist()}


def boxed(parts: dict[str, bytes], *, comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in parts.items():
            box.writestr(name, data)
        box.comment = comment
    return made.getvalue()


def with_part(data: bytes, name: str, part: str | bytes, kind: str = "application/xml", link: str = "other") -> bytes:
    """A Word file with one more part, linked from its text."""
    parts = parts_of(data)
    parts[name] = part.encode() if isinstance(part, str) else part
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace(
        "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    ).encode()
    return boxed(with_link(parts, link, name.removeprefix("word/")))


def with_link(parts, link, target, *, outside=False):
    rels = parts["word/_rels/document.xml.rels"].decode()
    mode = ' TargetMode="External"' if outside else ""
    kind = link if ":" in link else f"{REL}/{link}"
    row = f'<Relationship Id="rIdX{len(rels)}" Type="{kind}" Target="{escape(target)}"{mode}/>'
    rels = rels.replace("</Relationships>", f"{row}</Relationships>")
    return {**parts, "word/_rels/document.xml.rels": rels.encode()}


def with_xml(*bodies) -> bytes:
    """A Word file with these pieces of XML (paragraphs, usually) as its text; `w:` is known."""
    document = docx.Document()
    for body in bodies:
        document.element.body.insert(0, parse_xml(body.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
    return saved(document)


def picture(kind: str = "PNG", **more) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, kind, **more)
    return made.getvalue()


def png_saying(text: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Comment", text, zip=True)
    return picture("PNG", pnginfo=info)


def jpeg_saying(text: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = text.encode("ascii", "ignore").decode()
    exif[0x9C9C] = text.encode("utf-16-le")  # the comment that Windows shows
    return picture("JPEG", exif=exif)


def _runs(text):
    return "".join(f'<w:r><w:t xml:space="preserve">{escape(c)}</w:t></w:r>' for c in text)


def word_places(text: str) -> Iterator[tuple[str, bytes]]:
    """A Word file for each place in it where a text can stand."""
    said, plain = escape(text), word_file("Nothing here.")
    yield "text", word_file(text)
    yield "text torn into runs", with_xml(f"<w:p>{_runs(text)}</w:p>")
    for place, body in {
        "tracked deletion": f'<w:del w:id="1" w:author="x"><w:r><w:delText>{said}</w:delText></w:r></w:del>',
        "tracked insertion": f'<w:ins w:id="1" w:author="x"><w:r><w:t>{said}</w:t></w:r></w:ins>',
        "moved from": f'<w:moveFrom w:id="1" w:author="x"><w:r><w:t>{said}</w:t></w:r></w:moveFrom>',
        "author of a change": f'<w:ins w:id="1" w:author="{said}"><w:r><w:t>x</w:t></w:r></w:ins>',
        "hidden text": f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{said}</w:t></w:r>",
        "field code": f"<w:r><w:instrText>QUOTE {said}</w:instrText></w:r>",
        "simple field": f'<w:fldSimple w:instr="QUOTE {said}"/>',
        "name of a bookmark": f'<w:bookmarkStart w:id="9" w:name="{said}"/><w:bookmarkEnd w:id="9"/>',
        "comment of XML": f"<!-- {said.replace('--', '-')} -->",
    }.items():
        yield place, with_xml(f"<w:p>{body}</w:p>")
    yield from _word_parts(text, said, plain)
    table = docx.Document()
    words = text.split(" ")
    cells = table.add_table(1, len(words)).rows[0].cells
    for cell, word in zip(cells, words, strict=True):
        cell.text = word
    yield "cells beside each other", saved(table)
    around = docx.Document()
    around.sections[0].header.paragraphs[0].text = text
    yield "header", saved(around)
    around = docx.Document()
    around.sections[0].footer.paragraphs[0].text = text
    yield "footer", saved(around)
    for name in ("author", "title", "keywords", "comments", "last_modified_by", "category"):
        named = docx.Document()
        setattr(named.core_properties, name, text)
        yield f"property {name}", saved(named)
    shown = docx.Document()
    shown.add_picture(io.BytesIO(jpeg_saying(text)))
    yield "data of a picture", saved(shown)
    shown = docx.Document()
    shown.add_picture(io.BytesIO(picture()))
    next(shown.element.body.iter("{*}docPr")).set("descr", text)
    yield "description of a picture", saved(shown)


def _word_parts(text, said, plain):
    comment = f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>"
    yield "comment", with_part(
        plain, "word/comments.xml", f'<w:comments {W}><w:comment w:id="0">{comment}</w:comment></w:comments>',
        f"{WORD}.comments+xml", "comments",
    )  # fmt: skip
    yield "footnote", with_part(
        plain, "word/footnotes.xml", f'<w:footnotes {W}><w:footnote w:id="2">{comment}</w:footnote></w:footnotes>',
        f"{WORD}.footnotes+xml", "footnotes",
    )  # fmt: skip
    yield "custom XML", with_part(plain, "customXml/item9.xml", f"<x><y>{said}</y></x>", link="customXml")
    yield (
        "custom property",
        with_part(plain, "docProps/custom.xml", f"<Properties><property><v>{said}</v></property></Properties>"),
    )
    yield "people", with_part(plain, "word/people.xml", f'<w:people {W}><w:person w:author="{said}"/></w:people>')
    yield "unknown part", with_part(plain, "word/odd.bin", b"\x00\x01" + text.encode("utf-16-le"), "application/x")
    yield "file inside", with_part(plain, "word/embeddings/a.docx", word_file(text), "application/x", "package")
    yield (
        "target of a link",
        boxed(with_link(parts_of(plain), "hyperlink", f"https://x.invalid/?q={text}", outside=True)),
    )
    yield "variable", _with_setting(plain, f'<w:docVars><w:docVar w:name="a" w:val="{said}"/></w:docVars>')
    yield "name of a part", with_part(plain, f"word/{text.replace(' ', '_')}.xml", "<x/>")
    yield "comment of the box", boxed(parts_of(plain), comment=text.encode())


def _with_setting(data, setting):
    parts = parts_of(data)
    settings = parts["word/settings.xml"].decode()
    parts["word/settings.xml"] = settings.replace("</w:settings>", f"{setting}</w:settings>").encode()
    return boxed(parts)


def page_pdf(text: str = "Nothing here.") -> PdfWriter:
    """A PDF of one page that says a text."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    content = StreamObject()
    shown = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    content.set_data(b"BT /F1 12 Tf 40 700 Td (" + shown + b") Tj ET")
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    page[NameObject("/Contents")] = writer._add_object(content)
    return writer


def written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def pdf_places(text: str) -> Iterator[tuple[str, bytes]]:
    """A PDF for each place in it where a text can stand."""
    yield "page", written(page_pdf(text))
    for key in ("/Author", "/Title", "/Keywords", "/OurOwn"):
        writer = page_pdf()
        writer.add_metadata({key: text})
        yield f"property {key}", written(writer)
    writer = page_pdf()
    writer.xmp_metadata = f'<?xpacket begin="" id="x"?><x>{escape(text)}</x>'.encode()
    yield "XMP", written(writer)
    writer = page_pdf()
    writer.add_annotation(0, Text(text=text, rect=(10, 10, 20, 20)))
    yield "annotation", written(writer)
    writer = page_pdf()
    writer.add_annotation(0, Link(url=f"https://x.invalid/{text}", rect=(10, 10, 20, 20)))
    yield "target of a link", written(writer)
    writer = page_pdf()
    writer.add_outline_item(title=text, page_number=0)
    yield "outline", written(writer)
    writer = page_pdf()
    writer.add_attachment("notes.txt", text.encode())
    yield "attachment", written(writer)
    writer = page_pdf()
    writer.add_attachment("a.docx", word_file(text))
    yield "Word file attached", written(writer)
    writer = page_pdf()
    writer._root_object[NameObject("/Hidden")] = TextStringObject(text)
    yield "unknown entry", written(writer)
    first = written(page_pdf(text))
    later = PdfWriter(io.BytesIO(first), incremental=True)
    later.pages[0][NameObject("/Contents")] = later._add_object(StreamObject())
    yield "earlier state", written(later)


def odt(body: str, meta: str = "", styles: str = "") -> bytes:
    """An OpenDocument text with this XML as its text."""
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    names = (
        f'{office} xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    content = f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
    return boxed({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": f"{content}</office:document-content>".encode(),
        "styles.xml": f"<office:document-styles {names}>{styles}</office:document-styles>".encode(),
        "meta.xml": f"<office:document-meta {names}><office:meta>{meta}</office:meta></office:document-meta>".encode(),
        "META-INF/manifest.xml": b"<manifest/>",
    })  # fmt: skip


def xlsx(shared=(), cells="", **more) -> bytes:
    """A workbook of one sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}"><sheets/></workbook>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
        **more,
    }
    return boxed({name: part.encode() for name, part in parts.items()})


def other_places(text: str) -> Iterator[tuple[str, str, bytes]]:
    """(what it is, kind, file) for the other formats."""
    said = escape(text, {'"': "&quot;"})
    yield "ODT text", "ODT", odt(f"<text:p>{said}</text:p>")
    yield "ODT deletion", "ODT", odt(f"<text:tracked-changes><text:p>{said}</text:p></text:tracked-changes>")
    yield "ODT comment", "ODT", odt(f"<text:p><office:annotation><text:p>{said}</text:p></office:annotation></text:p>")
    yield "ODT property", "ODT", odt("", meta=f"<dc:creator>{said}</dc:creator>")
    yield "ODT header", "ODT", odt("", styles=f"<text:p>{said}</text:p>")
    yield "XLSX cell", "XLSX", xlsx([text], '<row><c t="s"><v>0</v></c></row>')
    cells = "".join(f'<c t="s"><v>{n}</v></c>' for n, _word in enumerate(text.split(" ")))
    yield "XLSX cells beside each other", "XLSX", xlsx(text.split(" "), f"<row>{cells}</row>")
    yield "XLSX formula", "XLSX", xlsx((), f'<row><c><f>CONCAT("{said}")</f></c></row>')
    yield "XLSX name", "XLSX", xlsx((), **{"xl/comments1.xml": f"<comments><t>{said}</t></comments>"})
    yield "CSV", "CSV", f"a,b\n1,{text}\n".encode()
    yield "TXT", "TEXT", text.encode()
    yield "TXT wide", "TEXT", text.encode("utf-16")
    yield "HTML text", "HTML", f"<p>{said}</p>".encode()
    yield "HTML torn", "HTML", ("<p>" + "".join(f"<b>{escape(c)}</b>" for c in text) + "</p>").encode()
    yield "HTML comment", "HTML", f"<p>x</p><!-- {said} -->".encode()
    yield "HTML hidden", "HTML", f'<p>x</p><div style="display: none">{said}</div>'.encode()
    yield "HTML attribute", "HTML", f'<p title="{said}">x</p>'.encode()
    yield "PNG", "PNG", png_saying(text)
    yield "JPEG", "JPEG", jpeg_saying(text)
    yield "JPEG behind the picture", "JPEG", picture("JPEG") + text.encode()


def planted(text: str) -> Iterator[tuple[str, str, bytes]]:
    """(what it is, kind, file): the text in every place of every format."""
    yield from ((f"DOCX {place}", "DOCX", data) for place, data in word_places(text))
    yield from ((f"PDF {place}", "PDF", data) for place, data in pdf_places(text))
    yield from other_places(text)
