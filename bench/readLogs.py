"""The peer of bench/timeline.ts: reads log files the plain way, with gzip and json of Python's standard library."""

import gzip
import json
import pathlib
import sys
import time

begun = time.perf_counter()
events = []
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.json.gz")):
    with gzip.open(path) as file:
        events.extend(json.load(file)["Records"])
events.sort(key=lambda event: event["eventTime"], reverse=True)
print(json.dumps({"seconds": time.perf_counter() - begun, "events": len(events)}))
