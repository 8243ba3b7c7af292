# Unpacks the files under a folder by libdeflate in two processes, and does nothing else with them; prints seconds and
# bytes as JSON.
import json
import os
import sys
import time
from multiprocessing import Pool

import deflate


def unpack(paths):
    size = 0
    for path in paths:
        with open(path, "rb") as file:
            size += len(deflate.gzip_decompress(file.read()))
    return size


def main(folder, processes):
    paths = sorted(
        os.path.join(place, name) for place, _, names in os.walk(folder) for name in names if name.endswith(".gz")
    )
    with Pool(processes) as pool:
        # Started, and with its imports made.
        pool.map(unpack, [[]] * processes)
        begun = time.perf_counter()
        size = sum(pool.map(unpack, [paths[at::processes] for at in range(processes)], chunksize=1))
        seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "bytes": size, "files": len(paths)}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
