"""Roles and nations. Plain values."""

from enum import StrEnum

from goldenthread.kernel.refusal import N_


class Nation(StrEnum):
    """The two nations of the service, each with its own rule-set."""

    ENGLAND = "ENGLAND"
    WALES = "WALES"


NATIONS = {Nation.ENGLAND: N_("England"), Nation.WALES: N_("Wales")}


class Role(StrEnum):
    """What a post makes a person. What each may do is in `access/grants.py`, nowhere else."""

    ADVISER = "ADVISER"
    PRACTICE_SUPERVISOR = "PRACTICE_SUPERVISOR"
    SERVICE_MANAGER = "SERVICE_MANAGER"
    ASSISTANT_DIRECTOR = "ASSISTANT_DIRECTOR"
    DUTY_MANAGER = "DUTY_MANAGER"
    ADMINISTRATOR = "ADMINISTRATOR"
    NAMED_SENIOR = "NAMED_SENIOR"
    AUDITOR = "AUDITOR"
    BOARD_MEMBER = "BOARD_MEMBER"
    ANALYST = "ANALYST"
    IMPROVEMENT = "IMPROVEMENT"
    GOVERNANCE = "GOVERNANCE"
    CENTRAL = "CENTRAL"
    IMPORTER = "IMPORTER"


class Reach(StrEnum):
    """What a post is attached to."""

    TEAM = "TEAM"
    AREA = "AREA"
    NATION = "NATION"


ROLE_NAMES = {
    Role.ADVISER: N_("Family court adviser"),
    Role.PRACTICE_SUPERVISOR: N_("Practice supervisor"),
    Role.SERVICE_MANAGER: N_("Service manager"),
    Role.ASSISTANT_DIRECTOR: N_("Assistant director"),
    Role.DUTY_MANAGER: N_("Duty manager"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.NAMED_SENIOR: N_("Named senior for break-glass"),
    Role.AUDITOR: N_("Auditor"),
    Role.BOARD_MEMBER: N_("Board member"),
    Role.ANALYST: N_("Analyst"),
    Role.IMPROVEMENT: N_("Improvement service"),
    Role.GOVERNANCE: N_("Governance officer"),
    Role.CENTRAL: N_("Head office staff"),
    Role.IMPORTER: N_("Court feed importer (service)"),
}

# Where a post of each role is held. A post without its place would reach nothing, or everything.
REACH = {
    Role.ADVISER: Reach.TEAM,
    Role.PRACTICE_SUPERVISOR: Reach.TEAM,
    Role.SERVICE_MANAGER: Reach.TEAM,
    Role.ASSISTANT_DIRECTOR: Reach.AREA,
    Role.DUTY_MANAGER: Reach.NATION,
    Role.ADMINISTRATOR: Reach.NATION,
    Role.NAMED_SENIOR: Reach.NATION,
    Role.AUDITOR: Reach.NATION,
    Role.BOARD_MEMBER: Reach.NATION,
    Role.ANALYST: Reach.NATION,
    Role.IMPROVEMENT: Reach.NATION,
    Role.GOVERNANCE: Reach.NATION,
    Role.CENTRAL: Reach.NATION,
    Role.IMPORTER: Reach.NATION,
}

# Roles that a person holds by a post; a service person's is given at set-up, not by an administrator.
GIVEN_BY_HAND = tuple(role for role in Role if role is not Role.IMPORTER)
