#!/usr/bin/env python3
"""Plays the program on a window's PC that reads cards and scans, to try the counter without devices.

    python tools/device_simulator.py [--port 8765] [--origin http://127.0.0.1:8000]

The protocol is described in docs/how-to/devices.md. Every card is that of an invented person, every scan a blank page
with a few lines. Only pages of that origin are answered, and only under the address of this PC.
"""

from __future__ import annotations

import argparse
import json
import struct
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CARD = {
    "name": "韩雪梅",
    "number": "410502199003070029",
    "address": "河南省安阳市文峰区示范路1号",
    "valid_until": "2040-05-01",
}
WIDE, HIGH, LINE = 620, 877, 40  # pixels: A4 at 75 to the inch, a printed line every 40


class Devices(ThreadingHTTPServer):
    """The reader and the scanner of one window: `card` lies on the reader, `paper` under the camera."""

    def __init__(self, port: int, origin: str) -> None:
        super().__init__(("127.0.0.1", port), Answer)
        self.origin = origin
        self.card: dict[str, str] | None = dict(CARD)
        self.paper = True


class Answer(BaseHTTPRequestHandler):
    """One question of the page."""

    server: Devices

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").rpartition(":")[0]
        if self.headers.get("Origin") != self.server.origin or host != "127.0.0.1":
            self._send(403, {"error": "forbidden"})
        elif self.path == "/card":
            self._send(200, self.server.card) if self.server.card else self._send(404, {"error": "no_card"})
        elif self.path == "/scan":
            self._send(200, page()) if self.server.paper else self._send(404, {"error": "no_paper"})
        else:
            self._send(404, {"error": "unknown"})

    def _send(self, status: int, content: dict[str, str] | bytes) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "image/png" if isinstance(content, bytes) else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Access-Control-Allow-Origin", self.server.origin)
        self.send_header("Vary", "Origin")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Writes nothing down: not even which card was read when."""


def page() -> bytes:
    """A sheet of paper with lines, as PNG."""
    blank, printed = b"\xff" * WIDE, b"\xff" * 60 + b"\x50" * (WIDE - 120) + b"\xff" * 60
    rows = b"".join(b"\x00" + (printed if row > 80 and row % LINE < 3 else blank) for row in range(HIGH))
    header = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument(
        "--origin", default="http://127.0.0.1:8000", help="address of the site, as the browser shows it"
    )
    given = parser.parse_args()
    Devices(given.port, given.origin).serve_forever()


if __name__ == "__main__":
    main()
