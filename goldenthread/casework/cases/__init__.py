"""A case: one application to the court, who takes part and how, its hearings, who works it, its clocks.

Words: *law* is private or public; the *process* decides which clock runs; a *participation* ties a family
member to a case; the *stage* is how far the work has come, moved by the operations of later areas.
May know: families.
"""
