"""Reads across the advice: what it is judged by, its canonical content, and the text of the report."""

from goldenthread.casework.recommendations.queries.advice import (
    Papers,
    changed,
    content,
    fingerprint_now,
    papers,
    readiness,
    triggers_of,
)
from goldenthread.casework.recommendations.queries.report import reports

__all__ = [
    "Papers",
    "changed",
    "content",
    "fingerprint_now",
    "papers",
    "readiness",
    "reports",
    "triggers_of",
]
