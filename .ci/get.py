"""Print the status, type and size of an address; fail unless it answers 200 with content."""

import sys
import urllib.request

with urllib.request.urlopen(sys.argv[1], timeout=30) as response:  # noqa: S310
    size = len(response.read())
    print(response.status, response.headers["Content-Type"], f"{size} bytes", sys.argv[1])  # noqa: T201
    sys.exit(0 if response.status == 200 and size else 1)
