"""Where learning comes from, how it travels, the steps on which it bears, and the life of a point. Plain values."""

from enum import StrEnum

from goldenthread.access.permissions import Permission
from goldenthread.kernel.lifecycle import Comment, Lifecycle, Transition
from goldenthread.kernel.refusal import N_
from goldenthread.thread.verbs import Verb


class LearningSource(StrEnum):
    COMPLAINT = "COMPLAINT"
    REVIEW = "REVIEW"
    AUDIT = "AUDIT"
    RESEARCH = "RESEARCH"
    PRACTICE = "PRACTICE"
    INSPECTION = "INSPECTION"
    FEEDBACK = "FEEDBACK"


LEARNING_SOURCES = {
    LearningSource.COMPLAINT: N_("Complaint or compliment"),
    LearningSource.REVIEW: N_("Learning review"),
    LearningSource.AUDIT: N_("Audit"),
    LearningSource.RESEARCH: N_("Research"),
    LearningSource.PRACTICE: N_("Practice"),
    LearningSource.INSPECTION: N_("Inspection"),
    LearningSource.FEEDBACK: N_("What children and families told us"),
}


class Theme(StrEnum):
    """What a point is about."""

    VOICE = "VOICE"
    ABUSE = "ABUSE"
    COERCION = "COERCION"
    RISK = "RISK"
    RATIONALE = "RATIONALE"
    OVERSIGHT = "OVERSIGHT"
    URGENT = "URGENT"
    AGENCIES = "AGENCIES"
    DIVERSITY = "DIVERSITY"
    RECORDING = "RECORDING"
    UNSAFE_ORDER = "UNSAFE_ORDER"
    PROLONGED = "PROLONGED"
    COMPLAINTS = "COMPLAINTS"


THEMES = {
    Theme.VOICE: N_("The child's voice"),
    Theme.ABUSE: N_("Understanding domestic abuse"),
    Theme.COERCION: N_("Coercive and controlling behaviour"),
    Theme.RISK: N_("Assessing risk"),
    Theme.RATIONALE: N_("Clear reasons"),
    Theme.OVERSIGHT: N_("Management oversight"),
    Theme.URGENT: N_("Urgent applications"),
    Theme.AGENCIES: N_("Working with other agencies"),
    Theme.DIVERSITY: N_("Each child's own needs"),
    Theme.RECORDING: N_("Recording"),
    Theme.UNSAFE_ORDER: N_("Potentially unsafe orders"),
    Theme.PROLONGED: N_("Prolonged proceedings"),
    Theme.COMPLAINTS: N_("Complaints"),
}


class Step(StrEnum):
    """A step of the pathway, by the area of the case's pages where the work is done."""

    INTAKE = "INTAKE"
    ENQUIRY = "ENQUIRY"
    HARM = "HARM"
    DIRECTWORK = "DIRECTWORK"
    ASSESSMENT = "ASSESSMENT"
    ADVICE = "ADVICE"
    OVERSIGHT = "OVERSIGHT"
    ORDER = "ORDER"


STEPS = {
    Step.INTAKE: N_("Intake"),
    Step.ENQUIRY: N_("Enquiry"),
    Step.HARM: N_("Harm"),
    Step.DIRECTWORK: N_("Direct work"),
    Step.ASSESSMENT: N_("Assessment"),
    Step.ADVICE: N_("Advice"),
    Step.OVERSIGHT: N_("Oversight"),
    Step.ORDER: N_("Order"),
}


class Travels(StrEnum):
    """How a point reaches people."""

    TEAM_MEETING = "TEAM_MEETING"
    BULLETIN = "BULLETIN"
    BRIEFING = "BRIEFING"
    SUPERVISION = "SUPERVISION"


TRAVELS = {
    Travels.TEAM_MEETING: N_("Team meeting"),
    Travels.BULLETIN: N_("Bulletin"),
    Travels.BRIEFING: N_("Briefing"),
    Travels.SUPERVISION: N_("Supervision"),
}


class PointState(StrEnum):
    DRAFT = "DRAFT"
    OUT = "OUT"
    WITHDRAWN = "WITHDRAWN"


POINT_STATES = {
    PointState.DRAFT: N_("Draft"),
    PointState.OUT: N_("Sent out"),
    PointState.WITHDRAWN: N_("Withdrawn"),
}

POINT_LIFE = Lifecycle(
    name="learning point",
    first=PointState.DRAFT,
    states=tuple(PointState),
    transitions=(
        Transition(PointState.DRAFT, PointState.OUT, Permission.LEARNING_MANAGE, Verb.LEARNING_OUT, N_("Send it out")),
        Transition(PointState.OUT, PointState.WITHDRAWN, Permission.LEARNING_MANAGE, Verb.LEARNING_WITHDRAWN,
                   N_("Withdraw it"), Comment.REQUIRED),
        Transition(PointState.DRAFT, PointState.WITHDRAWN, Permission.LEARNING_MANAGE, Verb.LEARNING_WITHDRAWN,
                   N_("Put the draft away"), Comment.OPTIONAL),
    ),
)  # fmt: skip
