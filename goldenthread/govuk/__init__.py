"""How pages look and how forms speak: the Jinja environment, layouts, components, and form fields.

It knows nothing of families, cases or people. What a page must know of the request (who is signed in,
where the navigation leads) arrives as attributes of the request, set by middleware further up.
"""
