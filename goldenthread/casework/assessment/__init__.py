"""What it means for each child: victim or not under the Act, impact, the welfare checklist; each drawn on the record.

Words: a *statement* is one sentence or paragraph of the adviser's analysis; it *draws on* what it rests on.
May know: directwork, harm, enquiry, cases.
"""
