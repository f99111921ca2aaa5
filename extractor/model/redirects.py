"""Redirects of an endpoint: followed on the same host, told of any other. A report goes where the user sent it."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

from extractor.errors import EndpointFault
from extractor.model.reader import clean
from extractor.model.received import Received

MOST_REDIRECTS = 3
FOLLOWED = (307, 308)  # those that ask for the same request again


def redirect_target(url: SplitResult, received: Received) -> SplitResult | None:
    """Where the answer points; None where to nowhere."""
    location = received.headers.get("location", "")
    try:
        target = urlsplit(urljoin(url.geturl(), location))
        return target if location and target.hostname and target.port != 0 else None
    except ValueError:
        return None


def is_same_place(url: SplitResult, target: SplitResult) -> bool:
    """The same host and port, or the same host by its safe door."""
    if target.hostname != url.hostname:
        return False
    upgraded = (url.scheme, target.scheme) == ("http", "https") and (url.port, target.port) == (None, None)
    return upgraded or (url.scheme, url.port) == (target.scheme, target.port)


def refuse_redirect(url: SplitResult, received: Received) -> EndpointFault:
    """The error of a redirect that was not followed."""
    target = redirect_target(url, received)
    if target is None:
        return EndpointFault("redirect.nowhere", status=received.status)
    if received.status in FOLLOWED and is_same_place(url, target):
        return EndpointFault("redirect.circle", status=received.status)
    host = f"{target.scheme}://{clean(target.hostname or '')}{f':{target.port}' if target.port else ''}"
    return EndpointFault("redirect.elsewhere", host=host, status=received.status)
