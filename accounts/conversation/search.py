"""Messages in the one search box, for who may read them."""

from __future__ import annotations

from accounts.conversation.models import Message
from accounts.conversation.receive import message_url
from portal.kernel.search.registry import SearchEntry
from portal.ui.templatetags.nlds import nl_date


def entry(row: Message) -> SearchEntry | None:
    """A message is found by its words and its sender; what a machine wrote is not."""
    if row.is_automatic:
        return None
    return SearchEntry(
        title=row.subject or row.text[:120],
        subtitle=f"{row.case_file.name} · {row.sender} · {nl_date(row.at)}",
        body=f"{row.subject} {row.text} {row.author_name} {row.author_address}",
        url=message_url(row),
    )
