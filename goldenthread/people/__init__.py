"""Staff: who they are, the teams and service areas of the two nations, the posts they hold and when.

Words: a *person* is a member of staff (or a service person, such as the importer); a child or a parent is a
*family member* (casework/families). A *post* gives a person a role somewhere, from a day and until a day.
May know: the thread.
"""
