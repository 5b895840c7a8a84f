"""The fictional national service, at any size: believable people, good and poor practice, nobody real.

May know: everything but config. It writes through the same operations as people do.
"""
