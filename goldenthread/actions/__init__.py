"""Commitments: one tracker for every area, from the promise to its effect.

Words: an *action* is owned by a *post*, and by whoever holds it; it is *done* when its owner says so with evidence,
*closed* when someone else has agreed, and its *effect* is looked at again on a day. May know: staff, the door.
"""
