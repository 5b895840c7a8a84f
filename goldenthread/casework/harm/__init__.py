"""Patterns of behaviour first: who, to whom, over what time, who says so, with what proof. Incidents hang off them.

Words: a *pattern* is behaviour under the Domestic Abuse Act 2021; its *status* is what is known of proof, dated,
with its source. *Not determined* is never shown as untrue. May know: cases, enquiry.
"""
