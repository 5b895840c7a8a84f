"""What a person does to the advice: works on it, submits it and takes it back, makes and files the report."""

from goldenthread.casework.recommendations.operations.advice import (
    add_option,
    remove_option,
    start_advice,
    treat_pattern,
    weigh_wish,
    write_advice,
)
from goldenthread.casework.recommendations.operations.reports import file_report, make_report
from goldenthread.casework.recommendations.operations.submission import (
    lapse_changed,
    lapse_if_changed,
    reopen_advice,
    submit_advice,
    withdraw_advice,
)

__all__ = [
    "add_option",
    "file_report",
    "lapse_changed",
    "lapse_if_changed",
    "make_report",
    "remove_option",
    "reopen_advice",
    "start_advice",
    "submit_advice",
    "treat_pattern",
    "weigh_wish",
    "withdraw_advice",
    "write_advice",
]
