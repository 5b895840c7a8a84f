"""The golden thread itself: what was done (Event) and what rests on what (Link). Append-only.

Words: an *event* is one line that an operation leaves; a *link* points from a later thing to the earlier
one that it rests on. The log is read by people and by measures, never by the program to decide.
May know: the kernel. It names subjects by kind and identifier and knows nothing of what they are.
"""
