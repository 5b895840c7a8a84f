"""A person of a family exists once: children, adults, how they are related, how to reach them safely, who they are.

Words: a *family member* is a child or an adult of any case. A *protected contact detail* lies in a table of its
own behind a wall of its own. A *characteristic* is ethnic group or disability as someone said it, never assumed.
A *match* says that two records are one person; it can be undone, and nothing is merged. May know: access, policy,
drafts.
"""
