"""What was learned, for whom, how it travels, who has read it, and what a team did about it.

Words: a *learning point* has a theme and steps of the pathway on which it bears; it is *read* by a person and
*answered* by a team. May know: actions and what lies below casework; nothing of any family stands in it.
"""
