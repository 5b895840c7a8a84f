"""The papers of a case: documents received from the court, brought in, and made out of the record.

Words: a *paper* is a file held with a case; a *copy* is what one recipient gets of the report; a *direction* is the
court's, to withhold a passage; a Word copy is *brought back*. May know: recommendations and what lies below.
"""
