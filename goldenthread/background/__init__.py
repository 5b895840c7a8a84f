"""Work in the background: jobs that are done after a request, in its transaction or not at all.

Words: a *job* is one piece of work, done for a person (whom it acts for); it is *retried*, and *seen* when it fails.
May know: the door. What a job does lies in its own area's `jobs.py`.
"""
