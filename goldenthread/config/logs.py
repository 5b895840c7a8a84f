"""A log that can be read by anyone who runs the service: where and what kind, never what was said.

An exception's message can quote a row, a form or a query's parameters. So a traceback is written as its places
and the exception's type, and the message is left out.
"""

import logging
import traceback


class Formatter(logging.Formatter):
    """Time, level, logger, message; of an exception its type and places."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, exc_info):  # noqa: N802 (the standard library's name)
        kind, _error, trace = exc_info
        places = (
            f"{f.filename.rsplit('/goldenthread/', 1)[-1]}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)
        )
        return "\n".join([kind.__name__, *(f"  {place}" for place in places)])

    def format(self, record):
        record.exc_text = None
        return super().format(record)
