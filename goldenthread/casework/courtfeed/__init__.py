"""The courts' two feeds: an answer is read, what can be read goes in, what cannot is set aside with its reason.

Words: a *payload* is one case as received, kept whole; an answer is *imported*; a later version stands beside
what we recorded (*difference*); what the mapping does not know is *reported*. May know: cases, families.
"""
