"""Every act that leaves a line: its code, the sentence that people read, and the facts it may carry.

Facts are codes, dates, numbers and ids: never narrative, never a name. So retention and research never have
to rewrite the log. To add an act: add one row; the contract suite tells you what else is missing.
"""

from enum import StrEnum

from goldenthread.kernel.refusal import N_

# code: (sentence with the actor's name before it, facts that it may carry)
_TABLE = {
    # people
    "PERSON_ADDED": (N_("added a member of staff"), {"role"}),
    "POST_STARTED": (N_("started a post"), {"role", "from"}),
    "POST_ENDED": (N_("ended a post"), {"role", "to"}),
    "PERSON_LEFT": (N_("recorded that a member of staff has left"), {"on"}),
    # the door
    "SIGNED_IN": (N_("signed in"), {"how"}),
    "SIGNED_OUT": (N_("signed out"), {"how"}),
    "CASE_RESTRICTED": (N_("restricted the case"), {"reason", "named"}),
    "CASE_NAMED": (N_("named a person on the restricted case"), {"person"}),
    "CASE_UNNAMED": (N_("took a person off the restricted case"), {"person"}),
    "RESTRICTION_LIFTED": (N_("lifted the restriction"), set()),
    "GLASS_BROKEN": (N_("opened a restricted case by break-glass"), {"until"}),
    "GLASS_REVIEWED": (N_("reviewed a use of break-glass"), {"outcome"}),
    "PROTECTED_CONTACT_READ": (N_("opened protected contact details"), {"member"}),
    # intake
    "CASE_REGISTERED": (N_("registered the case"), {"law", "nation", "source", "process"}),
    "CASE_IMPORTED": (N_("received the case from the court"), {"jurisdiction", "court_case", "version"}),
    "CASE_UPDATED_BY_COURT": (N_("received a later version from the court"), {"version", "differences"}),
    "FEED_RECEIVED": (N_("received an answer of the court's feed"), set()),
    "CASE_VERSION_KEPT": (N_("kept an earlier version from the court"), {"version"}),
    "FEED_IMPORTED": (
        N_("imported an answer of the court's feed"),
        {"received", "imported", "updated", "unchanged", "set_aside"},
    ),
    "FEED_SET_ASIDE": (N_("set aside a part of the court's answer"), {"reason"}),
    "DIFFERENCE_SETTLED": (N_("settled a difference with the court's record"), {"field", "outcome"}),
    "URGENCY_DECIDED": (
        N_("decided how urgent the application is"),
        {"urgent", "without_notice", "inferred"},
    ),
    "MEMBER_ADDED": (N_("added a person to the case"), {"role"}),
    "MEMBER_CORRECTED": (N_("corrected a person's record"), {"fields"}),
    "RELATIONSHIP_RECORDED": (N_("recorded a relationship"), {"kind"}),
    "CONTACT_DETAIL_RECORDED": (N_("recorded contact details"), {"kind", "protected"}),
    "CONTACT_DETAIL_PROTECTED": (N_("put contact details behind the wall"), {"kind"}),
    "SAFE_CONTACT_SET": (N_("set a safe-contact rule"), {"language", "interpreter"}),
    "MATCH_PROPOSED": (N_("proposed that two records are one person"), {"basis"}),
    "MATCH_DECIDED": (N_("decided on a proposed match"), {"outcome"}),
    "MATCH_UNDONE": (N_("undid a match"), set()),
    "HEARING_RECORDED": (N_("recorded a hearing"), {"kind", "on", "status"}),
    "HEARING_CHANGED": (N_("changed a hearing"), {"kind", "from", "to", "status"}),
    # allocation
    "CASE_ALLOCATED": (N_("allocated the case"), {"to", "team"}),
    "CASE_REALLOCATED": (N_("reallocated the case"), {"from", "to", "team"}),
    "COVER_ARRANGED": (N_("arranged cover"), {"to", "until"}),
    "COVER_ENDED": (N_("ended cover"), {"to"}),
    "CONFLICT_DECLARED": (N_("declared whether there is a conflict of interest"), {"conflict"}),
    "LETTER_SENT": (N_("recorded that the safeguarding letter was sent"), {"on", "due", "late"}),
    # enquiry
    "ENQUIRY_OPENED": (N_("opened a line of enquiry"), {"about"}),
    "ENQUIRY_ANSWERED": (N_("answered a line of enquiry"), set()),
    "ENQUIRY_SET_DOWN": (N_("set down a line of enquiry without an answer"), set()),
    "ENQUIRY_REOPENED": (N_("reopened a line of enquiry"), set()),
    "CONTACT_LOGGED": (N_("made an entry in the contact log"), {"method", "outcome", "on", "late"}),
    # direct work
    "SESSION_RECORDED": (N_("recorded a session with a child"), {"seen", "alone", "on", "late", "reason"}),
    "WISH_RECORDED": (N_("recorded a child's wish"), {"keep"}),
    # harm
    "PATTERN_RECORDED": (N_("recorded a behaviour pattern"), {"kind", "late"}),
    "PATTERN_ENDED": (N_("recorded that a pattern is no longer live"), set()),
    "PATTERN_REVIVED": (N_("recorded that a pattern is live again"), set()),
    "PATTERN_STATUS_SET": (N_("recorded the status of proof"), {"status", "on"}),
    "INCIDENT_RECORDED": (N_("recorded an incident"), {"on", "late"}),
    # assessment
    "VICTIM_STATUS_SET": (N_("recorded whether a child is a victim under the Act"), {"answer"}),
    "STATEMENT_MADE": (N_("wrote a statement of the assessment"), {"kind", "point"}),
    "STATEMENT_REVISED": (N_("revised a statement of the assessment"), {"kind", "point"}),
    "DRAWN_ON": (N_("drew on the record"), {"what"}),
    # advice
    "ADVICE_STARTED": (N_("began the advice for a child"), set()),
    "ADVICE_WRITTEN": (N_("wrote the advice for a child"), {"kind", "version"}),
    "OPTION_WEIGHED": (N_("weighed an option"), {"rejected"}),
    "OPTION_REMOVED": (N_("removed an option from a draft"), set()),
    "WISH_WEIGHED": (N_("weighed a child's wish"), {"how"}),
    "PATTERN_TREATED": (N_("carried or set down a behaviour pattern"), {"treatment"}),
    "ADVICE_SUBMITTED": (N_("submitted the advice"), {"hash", "triggers"}),
    "ADVICE_WITHDRAWN": (N_("took the advice back to work on it"), set()),
    "ADVICE_AGREED": (N_("agreed the advice"), {"hash", "triggers"}),
    "ADVICE_RETURNED": (N_("returned the advice"), {"triggers"}),
    "AGREEMENT_LAPSED": (N_("changed agreed advice, and the agreement lapsed"), {"hash"}),
    "REPORT_MADE": (N_("made a version of the report to court"), {"version", "hash"}),
    "REPORT_FILED": (N_("marked the report as filed"), {"version", "hash", "on"}),
    # order
    "ORDER_RECORDED": (N_("recorded the court's order"), {"on", "kind"}),
    "CHILD_ORDER_RECORDED": (N_("recorded what was ordered for a child"), {"compared", "unsafe"}),
    # documents
    "TEMPLATE_ADDED": (N_("added a version of a template"), {"use", "nation", "version", "hash", "unknown"}),
    "TEMPLATE_IN_FORCE": (N_("put a version of a template in force"), {"version", "hash"}),
    "TEMPLATE_RETIRED": (N_("retired a version of a template"), {"version"}),
    # papers
    "PAPER_TOLD": (N_("learned of a paper at the court"), {"kind", "protected"}),
    "PAPER_FETCHED": (N_("fetched a paper from the court"), {"kind", "size", "hash"}),
    "PAPER_NOT_TAKEN": (N_("could not take a paper of the court"), {"reason"}),
    "PAPER_BROUGHT": (N_("brought a paper into the case"), {"kind", "size", "hash", "protected"}),
    "PROTECTED_PAPER_OPENED": (N_("opened a protected paper"), {"kind"}),
    "COPY_MADE": (N_("made a copy of the report"), {"version", "recipient", "purpose", "format", "hash", "withheld"}),
    "COPY_STOPPED": (
        N_("made a copy of the report, and the gate stopped it"),
        {"version", "recipient", "purpose", "format", "hash", "hits", "whole", "withheld"},
    ),
    "COPY_CLEARED": (N_("looked at a stopped copy and let it out"), {"hits"}),
    "COPY_KEPT_BACK": (N_("looked at a stopped copy and kept it back"), {"hits"}),
    "COPY_TAKEN": (N_("took a copy out of the house"), {"recipient", "purpose", "format", "hash"}),
    "DIRECTION_RECORDED": (N_("recorded the court's direction to withhold a passage"), {"on"}),
    "DIRECTION_ENDED": (N_("recorded that a direction to withhold has ended"), set()),
    "WORD_BROUGHT_BACK": (N_("brought a Word copy back"), {"version", "differences", "advice", "hash"}),
    "WORD_TAKEN": (N_("took changes of a Word copy into the advice"), {"children"}),
    # filing
    "FILING_ORDERED": (N_("ordered a filing with the court"), {"type", "confidential", "hash", "again"}),
    "FILING_SENT": (N_("sent a filing to the court"), {"try"}),
    "FILING_STOPPED": (N_("stopped a filing before it was sent"), set()),
    "FILING_DONE": (N_("received the court's receipt"), {"type", "hash", "late"}),
    "FILING_REFUSED": (N_("received the court's refusal of a filing"), {"reason"}),
    "FILING_DELAYED": (N_("could not reach the court with a filing"), {"reason", "try"}),
    "FILING_UNCERTAIN": (N_("sent a filing and had no answer to rely on"), {"reason", "try"}),
    "FILING_SETTLED": (N_("settled whether the court has a filing"), {"outcome"}),
    # background
    "JOB_RETRIED": (N_("had a job done again"), {"task", "job"}),
    "JOB_DROPPED": (N_("gave a job up"), {"task", "job"}),
    # corrections
    "SUPERSEDED": (N_("superseded a record"), {"why"}),
}

Verb = StrEnum("Verb", {code: code for code in _TABLE})
SAYS = {Verb(code): sentence for code, (sentence, _) in _TABLE.items()}
FACTS = {Verb(code): frozenset(facts) for code, (_, facts) in _TABLE.items()}
