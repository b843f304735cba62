"""Asked by the container itself whether its web process answers: `python -m portal.health_probe`."""

import http.client
import os
import sys


def main(port: int = 8000) -> int:
    """0 when it answers. Names a host the site allows, since Django refuses any other."""
    host = (os.environ.get("ALLOWED_HOSTS") or "localhost").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/gezondheid/live", headers={"Host": host})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
