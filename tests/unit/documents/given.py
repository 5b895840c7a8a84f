"""Files of every format, with a text planted in each of their places. Used by the leak tests of other areas too."""

import io

import docx


def word_file(*texts) -> bytes:
    """A Word file with these paragraphs."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
