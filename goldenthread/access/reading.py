"""Reads an answer from elsewhere whole, and no more of it than it may have: neither too long nor too slow."""

import time

import requests
import urllib3

LIMIT = 512 * 1024


def whole(answer: requests.Response, seconds: float) -> requests.Response:
    """An answer that was asked for as a stream, with its body read. Raises requests' own Timeout, ConnectionError,
    HTTPError (a redirect counts as one) and, of a body that is too long, RequestException.

    `requests` limits the wait for each piece, not for all of them, and nothing limits their number. An answer of 400 or
    401 is handed on: a token endpoint says in it what was wrong.
    """
    with answer:
        if answer.is_redirect or (answer.status_code >= 400 and answer.status_code not in {400, 401}):
            raise requests.HTTPError(response=answer)
        try:
            body = _pieces(answer.raw, time.monotonic() + seconds)
        except urllib3.exceptions.ReadTimeoutError as error:
            raise requests.Timeout from error
        except urllib3.exceptions.HTTPError as error:
            raise requests.ConnectionError from error
    read = requests.Response()
    read.status_code, read.encoding = answer.status_code, "utf-8"
    read._content = body
    return read


def _pieces(raw, until):
    pieces, size = [], 0
    while piece := raw.read1(16 * 1024, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > LIMIT:
            raise requests.RequestException("too long")
        if time.monotonic() > until:
            raise requests.Timeout("too slow")
    return b"".join(pieces)
