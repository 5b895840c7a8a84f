"""Sessions with each child separately; what they wish, in their own words; what they were told.

Words: a *session* is an occasion to hear a child, seen or not seen and why; a *wish* is one thing a child said
they want, word for word, stored once. What a child asked to be kept back stays out of every copy.
May know: cases, enquiry.
"""
