"""The one table of who may do what, and how far. Read it aloud: each row is a sentence.

permission: (what it lets a person do, {role: scopes}). What is not here is refused.
"""

from goldenthread.access.permissions import Permission as P
from goldenthread.access.permissions import Scope as S
from goldenthread.kernel.refusal import N_
from goldenthread.people.rules import Role as R

OWN, TEAM, AREA, NATION = (S.OWN_CASES,), (S.TEAM_CASES,), (S.AREA,), (S.NATION,)
TEAM_AND_TRAY = (S.TEAM_CASES, S.AREA_TRAY)
ALL = (S.EVERYTHING,)
DUTIES, BOARDS, SENT_OUT = (S.OWN_DUTIES,), (S.OWN_BOARDS,), (S.OUT_IN_NATION,)

# Break-glass lets the same roles read that case, wherever it is; it lets nobody write in it.
_READERS = {
    R.ADVISER: OWN,
    R.PRACTICE_SUPERVISOR: (*TEAM, S.BY_GLASS),
    R.SERVICE_MANAGER: (*TEAM_AND_TRAY, S.BY_GLASS),
    R.ASSISTANT_DIRECTOR: (*AREA, S.BY_GLASS),
    R.DUTY_MANAGER: (S.NATION_TRAY, S.BY_GLASS),
    R.AUDITOR: NATION,
}
_WORKERS = {R.ADVISER: OWN, R.PRACTICE_SUPERVISOR: TEAM, R.SERVICE_MANAGER: TEAM}
_MANAGERS = {R.PRACTICE_SUPERVISOR: TEAM, R.SERVICE_MANAGER: TEAM, R.ASSISTANT_DIRECTOR: AREA}
_INTAKE = {R.SERVICE_MANAGER: TEAM_AND_TRAY, R.DUTY_MANAGER: (S.NATION_TRAY,)}
_EVERYONE = {role: ALL for role in R if role is not R.IMPORTER}
# Whoever works for the service may own an action; a member of a board does not work for it.
_STAFF = [role for role in R if role not in {R.IMPORTER, R.BOARD_MEMBER}]
_LEADERS = (R.PRACTICE_SUPERVISOR, R.SERVICE_MANAGER, R.ASSISTANT_DIRECTOR, R.IMPROVEMENT, R.GOVERNANCE)
_OVERSEERS = {R.IMPROVEMENT: NATION, R.GOVERNANCE: NATION}

GRANTS = {
    P.HOME_READ: (N_("open the first page"), _EVERYONE),
    P.CASE_READ: (N_("read a case and what hangs on it"), _READERS),
    P.CASE_LIST_TAKE: (
        N_("take a list of cases out as a file, for a purpose"),
        {R.SERVICE_MANAGER: TEAM_AND_TRAY, R.ASSISTANT_DIRECTOR: AREA, R.AUDITOR: NATION},
    ),
    P.CASE_REGISTER: (
        N_("register a case by hand"),
        {R.SERVICE_MANAGER: (S.AREA,), R.DUTY_MANAGER: NATION, R.IMPORTER: ALL},
    ),
    P.TRAY_READ: (
        N_("open the duty tray"),
        {R.SERVICE_MANAGER: (S.AREA_TRAY,), R.DUTY_MANAGER: (S.NATION_TRAY,)},
    ),
    P.URGENCY_DECIDE: (N_("decide how urgent an application is"), _INTAKE),
    P.CASE_ALLOCATE: (N_("allocate, reallocate and cover a case"), _INTAKE),
    P.CONFLICT_DECLARE: (
        N_("declare a conflict of interest or none"),
        {R.ADVISER: OWN, R.PRACTICE_SUPERVISOR: OWN, R.SERVICE_MANAGER: OWN},
    ),
    P.LETTER_RECORD: (N_("record that the safeguarding letter was sent"), _WORKERS),
    P.HEARING_RECORD: (N_("record a hearing"), _WORKERS | {R.DUTY_MANAGER: (S.NATION_TRAY,)}),
    P.FAMILY_RECORD: (N_("add and correct the people of a case, and name its local authority"), _WORKERS | _INTAKE),
    P.MATCH_DECIDE: (N_("decide whether two records are one person"), _WORKERS | _INTAKE),
    P.DIFFERENCE_SETTLE: (N_("settle a difference with the court's record"), _WORKERS | _INTAKE),
    P.SAFE_CONTACT_RECORD: (N_("set a person's safe-contact rule and language wish"), _WORKERS | _INTAKE),
    P.PROTECTED_CONTACT_READ: (N_("open protected contact details"), _WORKERS | _INTAKE),
    P.PROTECTED_CONTACT_RECORD: (N_("record protected contact details"), _WORKERS | _INTAKE),
    P.ENQUIRY_RECORD: (N_("open and close lines of enquiry and keep the contact log"), _WORKERS),
    P.DIRECTWORK_RECORD: (N_("record sessions with a child and the child's wishes"), _WORKERS),
    P.HARM_RECORD: (N_("record behaviour patterns and incidents"), _WORKERS),
    P.ASSESSMENT_RECORD: (N_("write the assessment"), _WORKERS),
    P.ADVICE_WRITE: (N_("write the advice for a child"), _WORKERS),
    P.ADVICE_SUBMIT: (N_("submit the advice to a manager"), _WORKERS),
    P.ADVICE_DECIDE: (N_("agree or return advice that is not their own work"), _MANAGERS),
    P.REPORT_FILE: (N_("file with the court, and mark the report to court as filed"), _WORKERS),
    P.PAPER_BRING: (N_("bring a paper into a case"), _WORKERS),
    P.COPY_MAKE: (N_("make a copy of the report and take it out of the house"), _WORKERS),
    P.COPY_CLEAR: (
        N_("look at a copy that was stopped at the gate, made by someone else"),
        {R.PRACTICE_SUPERVISOR: TEAM, R.SERVICE_MANAGER: TEAM},
    ),
    P.DIRECTION_RECORD: (N_("record the court's direction to withhold a passage"), _WORKERS),
    P.TEMPLATE_READ: (
        N_("see the organisation's templates"),
        {R.ADMINISTRATOR: NATION, R.ASSISTANT_DIRECTOR: NATION, R.SERVICE_MANAGER: NATION},
    ),
    P.TEMPLATE_MANAGE: (N_("add templates and put them in force"), {R.ADMINISTRATOR: NATION}),
    P.ORDER_RECORD: (N_("record the court's order"), _WORKERS),
    P.RECORD_CORRECT: (N_("supersede a record with a reason"), _WORKERS),
    P.MY_WORK_READ: (
        N_("open their own work"),
        {R.ADVISER: OWN, R.PRACTICE_SUPERVISOR: OWN, R.SERVICE_MANAGER: OWN},
    ),
    P.TEAM_WORK_READ: (N_("see the work of a team or an area"), _MANAGERS),
    P.VIEW_LOG_READ: (N_("read who has opened a case"), _MANAGERS),
    P.CASE_RESTRICT: (
        N_("restrict a case and name who may see it"),
        {R.SERVICE_MANAGER: TEAM_AND_TRAY, R.ASSISTANT_DIRECTOR: AREA},
    ),
    P.GLASS_BREAK: (
        N_("open a restricted case by break-glass, with a reason"),
        {R.PRACTICE_SUPERVISOR: ALL, R.SERVICE_MANAGER: ALL, R.ASSISTANT_DIRECTOR: ALL, R.DUTY_MANAGER: ALL},
    ),
    P.GLASS_REVIEW: (N_("review the uses of break-glass"), {R.NAMED_SENIOR: NATION}),
    P.FEED_READ: (
        N_("see what the court feed brought and set aside"),
        {R.DUTY_MANAGER: NATION, R.ADMINISTRATOR: NATION},
    ),
    P.FEED_IMPORT: (N_("import an answer of the court's feed"), {R.IMPORTER: ALL}),
    P.FEED_RUN: (N_("have a window of the court feed tried again"), {R.DUTY_MANAGER: ALL, R.ADMINISTRATOR: ALL}),
    P.JOBS_READ: (N_("see the work in the background"), {R.ADMINISTRATOR: ALL}),
    P.JOBS_RUN: (N_("have failed work in the background done again"), {R.ADMINISTRATOR: ALL}),
    P.LOCAL_ACCOUNT_REVIEW: (
        N_("review the uses of the emergency account"),
        {R.NAMED_SENIOR: NATION},
    ),
    P.COMMITMENTS_READ: (N_("open what they have undertaken"), dict.fromkeys(_STAFF, ALL)),
    P.ACTION_READ: (
        N_("read an action"),
        {**dict.fromkeys(_STAFF, DUTIES), R.ASSISTANT_DIRECTOR: (*DUTIES, *AREA), **_OVERSEERS},
    ),
    P.ACTION_RAISE: (
        N_("raise an action"),
        dict.fromkeys(
            (R.PRACTICE_SUPERVISOR, R.SERVICE_MANAGER, R.ASSISTANT_DIRECTOR, R.IMPROVEMENT, R.GOVERNANCE, R.CENTRAL),
            ALL,
        ),
    ),
    P.ACTION_WORK: (
        N_("note progress and evidence on an action, and say that it is done"),
        dict.fromkeys(_STAFF, DUTIES),
    ),
    P.ACTION_SIGN: (
        N_("sign off an action that someone else says is done"),
        {**dict.fromkeys(_STAFF, DUTIES), R.ASSISTANT_DIRECTOR: (*DUTIES, *AREA), **_OVERSEERS},
    ),
    P.ACTION_MANAGE: (
        N_("change who owns an action and when it is due, and drop it"),
        {R.ASSISTANT_DIRECTOR: AREA, **_OVERSEERS},
    ),
    P.OWNERS_READ: (N_("see who holds the posts that own actions"), {R.ASSISTANT_DIRECTOR: NATION, **_OVERSEERS}),
    P.OWNERS_MANAGE: (N_("say who holds the posts that own actions"), _OVERSEERS),
    P.PLAN_READ: (
        N_("read the plans"),
        {**dict.fromkeys(_STAFF, NATION), R.BOARD_MEMBER: NATION},
    ),
    P.PLAN_MANAGE: (N_("write and publish the plans"), {R.IMPROVEMENT: NATION}),
    P.AREA_REPORT: (N_("report an area's progress with the plan"), {R.ASSISTANT_DIRECTOR: AREA}),
    P.RECEIVED_READ: (
        N_("read recommendations received and our answers"),
        dict.fromkeys((*_LEADERS, R.CENTRAL, R.AUDITOR, R.BOARD_MEMBER), NATION),
    ),
    P.RECEIVED_MANAGE: (N_("answer recommendations received"), {R.IMPROVEMENT: NATION}),
    P.RECEIVED_SIGN: (
        N_("sign off that a recommendation is met, said by someone else"),
        {R.GOVERNANCE: NATION, R.IMPROVEMENT: NATION},
    ),
    P.RISK_READ: (
        N_("read the risk register"),
        {
            R.ASSISTANT_DIRECTOR: (S.AREA, S.NATIONAL_REGISTER),
            R.SERVICE_MANAGER: AREA,
            R.BOARD_MEMBER: (S.NATIONAL_REGISTER,),
            R.CENTRAL: (S.NATIONAL_REGISTER,),
            **_OVERSEERS,
        },
    ),
    P.RISK_MANAGE: (N_("keep the risk register"), {R.ASSISTANT_DIRECTOR: AREA, **_OVERSEERS}),
    P.LEARNING_READ: (
        N_("read what has been learned"),
        {**dict.fromkeys(_STAFF, SENT_OUT), R.IMPROVEMENT: NATION},
    ),
    P.LEARNING_MANAGE: (N_("write learning points and send them out"), {R.IMPROVEMENT: NATION}),
    P.LEARNING_ANSWER: (
        N_("say what a team did about a learning point"),
        {R.PRACTICE_SUPERVISOR: SENT_OUT, R.SERVICE_MANAGER: SENT_OUT},
    ),
    P.BOARD_READ: (
        N_("read a board's meetings and papers"),
        {R.BOARD_MEMBER: BOARDS, R.ASSISTANT_DIRECTOR: BOARDS, R.CENTRAL: BOARDS, **_OVERSEERS},
    ),
    P.BOARD_MANAGE: (N_("keep boards, their members, meetings, papers and minutes"), {R.GOVERNANCE: NATION}),
    P.INTEREST_DECLARE: (
        N_("declare an interest"),
        {R.BOARD_MEMBER: BOARDS, R.ASSISTANT_DIRECTOR: BOARDS, R.CENTRAL: BOARDS},
    ),
    P.PACK_MAKE: (N_("make a board's pack"), _OVERSEERS),
    P.STAFF_READ: (
        N_("see staff, teams and posts"),
        {R.ADMINISTRATOR: NATION, R.SERVICE_MANAGER: TEAM, R.ASSISTANT_DIRECTOR: AREA},
    ),
    P.STAFF_MANAGE: (N_("add staff, start and end posts, record leavers"), {R.ADMINISTRATOR: NATION}),
}
