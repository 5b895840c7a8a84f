"""Plans, recommendations received and the risk register: what the organisation has undertaken, and whether it works.

Words: a *plan* has *priorities*, each with *lines* (an action each) and *measures* (how we will know); a version is
*published*. A *recommendation received* is answered. A *risk* has a cause, an event and a consequence. May know:
learning, actions, and what lies below.
"""
