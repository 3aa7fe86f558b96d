"""Sockets of this server that send what they are given at once.

Head and body of an answer, and the messages of a run, are written one after the other. By TCP's own
rule the second waits until the browser has acknowledged the first, which it does after 40 ms.
asyncio lifts the rule for sockets that say they are of TCP; Streamlit's does not say so (`proto` is
0), and those that it accepts are as it is.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

OPEN_FILES = Path("/dev/fd")  # of this process, by number; Windows has none and keeps the rule


def send_at_once() -> int:
    """Lift the rule for every socket that listens here, and so for what each is going to accept.

    Returns for how many.
    """
    found = 0
    for number in [int(path.name) for path in OPEN_FILES.glob("*")]:
        with suppress(OSError), socket.socket(fileno=os.dup(number)) as one:
            listens = one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
            if listens and one.family in (socket.AF_INET, socket.AF_INET6):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                found += 1
    return found
