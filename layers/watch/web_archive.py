"""A WARC file of what was fetched, for whoever may keep it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .fetching import Answer


@contextmanager
def web_archive(path: Path) -> Iterator[Callable[[Answer], None]]:
    """A function that adds an answer to a new WARC file, which is gzipped record by record.

    Raises OSError when the file cannot be made, or is there already.
    """
    with path.open("xb") as file:
        writer = WARCWriter(file, gzip=True)

        def keep(answer: Answer) -> None:
            line = f"{answer.status} {answer.reason}"
            head = StatusAndHeaders(line, list(answer.headers), protocol="HTTP/1.1")
            body, size = io.BytesIO(answer.body), len(answer.body)
            writer.write_record(
                writer.create_warc_record(answer.url, "response", body, size, http_headers=head)
            )

        yield keep
