"""Web addresses: one spelling for one page, and the registrable domain by the public suffix list that is shipped.

Nothing is looked up on the network; the list is that of the publicsuffixlist package, private domains included
(`me.blogspot.com` is a site of its own).
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

from ingest.core.tracking import TRACKING

MOST_CHARS = 4_096
PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=1)
def suffixes() -> PublicSuffixList:
    """The public suffix list, read once."""
    return PublicSuffixList(accept_unknown=True)


def split(url: str) -> SplitResult | None:
    """The parts of an http or https address with a host; None for anything else."""
    url = url.strip()
    if url.startswith("//"):
        url = "https:" + url
    if len(url) > MOST_CHARS or re.search(r"[\s\x00-\x1f\x7f]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme.lower() in PORTS and host and _is_host(host) else None


def _is_host(host: str) -> bool:
    return bool(re.fullmatch(r"[^\W_](?:[\w.-]{0,251}[^\W_])?\.?|\[?[0-9a-f:.]{2,45}\]?", host, re.I))


def normalized(url: str) -> str | None:
    """One spelling of an address: scheme and host in lower case, no default port, no user, no fragment, no tracking
    parameters, letters outside ASCII escaped. The order of the parameters and a slash at the end stay: servers may tell them
    apart. None for what is no web address."""
    parts = split(url)
    if parts is None or parts.hostname is None:
        return None
    host = parts.hostname.lower().rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port and parts.port != PORTS[parts.scheme.lower()] else ""
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._", errors="replace")
    query = parts.query
    if query:
        asked = parse_qsl(query, keep_blank_values=True, errors="replace", max_num_fields=None)
        kept = [(k, v) for k, v in asked if not TRACKING.match(k)]
        if len(kept) != len(asked):
            query = urlencode(kept, errors="replace")
    return urlunsplit((parts.scheme.lower(), host + port, path or "/", query, ""))


@lru_cache(maxsize=4_096)
def domain_of(url_or_host: str) -> str | None:
    """The registrable domain (`news.post.co.uk` -> `post.co.uk`), in lower case, without its point at the end; an
    IP address as it is; None for a bare suffix, an unreadable host or no web address."""
    host = url_or_host
    if "/" in url_or_host:
        parts = split(url_or_host)
        host = parts.hostname or "" if parts else ""
    host = host.strip().lower().rstrip(".")
    if not host or host.startswith("."):
        return None
    if re.fullmatch(r"[\d.]+|\[?[0-9a-f:]*:[0-9a-f:.]*\]?", host):
        return host
    try:
        found: str | None = suffixes().privatesuffix(host)
    except (UnicodeError, ValueError):
        return None
    return found


def label_of(url: str) -> str | None:
    """The name inside the domain (`https://www.the-post.co.uk/a` -> `the-post`)."""
    domain = domain_of(url)
    if domain is None or re.fullmatch(r"[\d.:\[\]a-f]+", domain):
        return domain
    return domain.partition(".")[0]
