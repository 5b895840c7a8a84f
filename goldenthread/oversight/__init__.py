"""Managers' oversight: what waits for a decision, what it rests on, agreed or returned with a reason.

Words: a *decision* is a manager's, on one child's advice, bound to the fingerprint of what was decided on. Nobody
decides on their own work. May know: casework.
"""
