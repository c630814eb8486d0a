"""The last resort for ./start: a Redis in memory, where no Redis binary can be had.

What it holds is gone when it stops; the sweeper publishes unfinished jobs again.
"""

import sys

from fakeredis import TcpFakeServer


def main(arguments: list[str]) -> None:
    """Serve on the given loopback port until ended."""
    server = TcpFakeServer(("127.0.0.1", int(arguments[0])), server_type="redis")
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
