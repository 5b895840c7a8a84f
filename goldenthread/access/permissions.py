"""Every act that a page or an operation may ask for. Who has it is in `grants.py`."""

from enum import StrEnum


class Permission(StrEnum):
    """Named noun first, so that the list reads by area."""

    CASE_READ = "CASE_READ"
    CASE_LIST_TAKE = "CASE_LIST_TAKE"
    CASE_REGISTER = "CASE_REGISTER"
    TRAY_READ = "TRAY_READ"
    URGENCY_DECIDE = "URGENCY_DECIDE"
    CASE_ALLOCATE = "CASE_ALLOCATE"
    CONFLICT_DECLARE = "CONFLICT_DECLARE"
    LETTER_RECORD = "LETTER_RECORD"
    HEARING_RECORD = "HEARING_RECORD"
    FAMILY_RECORD = "FAMILY_RECORD"
    MATCH_DECIDE = "MATCH_DECIDE"
    DIFFERENCE_SETTLE = "DIFFERENCE_SETTLE"
    SAFE_CONTACT_RECORD = "SAFE_CONTACT_RECORD"
    PROTECTED_CONTACT_READ = "PROTECTED_CONTACT_READ"
    PROTECTED_CONTACT_RECORD = "PROTECTED_CONTACT_RECORD"
    ENQUIRY_RECORD = "ENQUIRY_RECORD"
    DIRECTWORK_RECORD = "DIRECTWORK_RECORD"
    HARM_RECORD = "HARM_RECORD"
    ASSESSMENT_RECORD = "ASSESSMENT_RECORD"
    ADVICE_WRITE = "ADVICE_WRITE"
    ADVICE_SUBMIT = "ADVICE_SUBMIT"
    ADVICE_DECIDE = "ADVICE_DECIDE"
    REPORT_FILE = "REPORT_FILE"
    PAPER_BRING = "PAPER_BRING"
    COPY_MAKE = "COPY_MAKE"
    COPY_CLEAR = "COPY_CLEAR"
    DIRECTION_RECORD = "DIRECTION_RECORD"
    TEMPLATE_READ = "TEMPLATE_READ"
    TEMPLATE_MANAGE = "TEMPLATE_MANAGE"
    ORDER_RECORD = "ORDER_RECORD"
    RECORD_CORRECT = "RECORD_CORRECT"
    MY_WORK_READ = "MY_WORK_READ"
    TEAM_WORK_READ = "TEAM_WORK_READ"
    VIEW_LOG_READ = "VIEW_LOG_READ"
    CASE_RESTRICT = "CASE_RESTRICT"
    GLASS_BREAK = "GLASS_BREAK"
    GLASS_REVIEW = "GLASS_REVIEW"
    FEED_READ = "FEED_READ"
    FEED_IMPORT = "FEED_IMPORT"
    FEED_RUN = "FEED_RUN"
    JOBS_READ = "JOBS_READ"
    JOBS_RUN = "JOBS_RUN"
    LOCAL_ACCOUNT_REVIEW = "LOCAL_ACCOUNT_REVIEW"
    COMMITMENTS_READ = "COMMITMENTS_READ"
    ACTION_READ = "ACTION_READ"
    ACTION_RAISE = "ACTION_RAISE"
    ACTION_WORK = "ACTION_WORK"
    ACTION_SIGN = "ACTION_SIGN"
    ACTION_MANAGE = "ACTION_MANAGE"
    OWNERS_READ = "OWNERS_READ"
    OWNERS_MANAGE = "OWNERS_MANAGE"
    PLAN_READ = "PLAN_READ"
    PLAN_MANAGE = "PLAN_MANAGE"
    AREA_REPORT = "AREA_REPORT"
    RECEIVED_READ = "RECEIVED_READ"
    RECEIVED_MANAGE = "RECEIVED_MANAGE"
    RECEIVED_SIGN = "RECEIVED_SIGN"
    RISK_READ = "RISK_READ"
    RISK_MANAGE = "RISK_MANAGE"
    LEARNING_READ = "LEARNING_READ"
    LEARNING_MANAGE = "LEARNING_MANAGE"
    LEARNING_ANSWER = "LEARNING_ANSWER"
    BOARD_READ = "BOARD_READ"
    BOARD_MANAGE = "BOARD_MANAGE"
    INTEREST_DECLARE = "INTEREST_DECLARE"
    PACK_MAKE = "PACK_MAKE"
    STAFF_READ = "STAFF_READ"
    STAFF_MANAGE = "STAFF_MANAGE"
    HOME_READ = "HOME_READ"


class Scope(StrEnum):
    """How far a grant reaches. Each model says in `standing` what the name means there."""

    OWN_CASES = "OWN_CASES"
    TEAM_CASES = "TEAM_CASES"
    AREA = "AREA"
    AREA_TRAY = "AREA_TRAY"
    NATION_TRAY = "NATION_TRAY"
    NATION = "NATION"
    BY_GLASS = "BY_GLASS"
    OWN_DUTIES = "OWN_DUTIES"
    OWN_BOARDS = "OWN_BOARDS"
    OUT_IN_NATION = "OUT_IN_NATION"
    NATIONAL_REGISTER = "NATIONAL_REGISTER"
    EVERYTHING = "EVERYTHING"


SCOPE_SAYS = {
    Scope.OWN_CASES: "cases allocated to them, or that they cover",
    Scope.TEAM_CASES: "cases of their team",
    Scope.AREA: "cases of their service area",
    Scope.AREA_TRAY: "cases not yet allocated of their service area, or of their nation where no area is known yet",
    Scope.NATION_TRAY: "cases of their nation not yet allocated",
    Scope.NATION: "their nation",
    Scope.BY_GLASS: "a restricted case that they have opened by break-glass, for as long as that lasts",
    Scope.OWN_DUTIES: "what their post owns, has a part in, accounts for, or what they were asked to sign",
    Scope.OWN_BOARDS: "boards on which they sit today, and their papers once these are out",
    Scope.OUT_IN_NATION: "what has been sent out in their nation",
    Scope.NATIONAL_REGISTER: "the national register, with what areas have escalated to it",
    Scope.EVERYTHING: "everywhere",
}


class Door(StrEnum):
    """What a page that asks no permission says at its door instead. Silence is shut."""

    PUBLIC = "PUBLIC"
    SIGNED_IN = "SIGNED_IN"
