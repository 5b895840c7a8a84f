"""Tables that leave as files, written row by row while they are sent: CSV, XLSX and OpenDocument.

Each writer gives bytes at once and keeps nothing but what the end of its file needs, so a list of a million rows costs
the memory of one piece. A writer has `begin()`, `rows(rows)` any number of times, and `end()`. A row is a list of
cells: text, a date, or None.

A cell is never a formula. CSV knows text alone, so a text that a spreadsheet would calculate gets an apostrophe in
front (as OWASP advises); XLSX and OpenDocument say of each cell that it is text, and stay as they were typed.
"""
