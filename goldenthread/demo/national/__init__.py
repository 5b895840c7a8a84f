"""The fictional service at national size: about 65,000 cases and 100,000 children a year, for as many years as wanted.

How it is made, and why so: a few dozen *lanes* (a kind of family, a court process, good or poor practice) are lived
through the very operations that people use (`exemplars`), and what stands in the tables after each step is taken down.
Then each case of the years is a copy of one lane, as far as it would have come by today: new people, new days, new
staff, identifiers of its own, every fingerprint taken anew (`copying`). So a case of the national service is by its
making one that the product could have written, and whatever the operations come to write the copies have as well. The
rows go in by COPY under a role that exists for the load alone (`loading`). How many of what is in `shape`, with its
sources. The same seed on the same day gives the same service, its identifiers too.
"""
