"""What we advise for each child: options weighed, wishes weighed, patterns carried or set down; the report.

Words: a *recommendation* is the advice for one child; a *weighing* says how one wish was taken into account;
a pattern is *carried* when the advice rests on it and *set down* when there is a reason not to. A *report* is one
text for the court, built from the record. Agreement is bound to the fingerprint of the content.
May know: assessment and everything before it.
"""
