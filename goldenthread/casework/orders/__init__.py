"""What the court decided, for each child, held beside what we advised.

Words: an *order* is the court's; a *child order* is what it means for one child: as advised, varied or contrary.
May know: recommendations and everything before it.
"""
