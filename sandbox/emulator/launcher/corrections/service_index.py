"""Not AWS but the laptop: what is the same at every start is worked out once.

To tell which service a request is for, LocalEmu needs an index over the models of all services. Making it at the first
request costs 3 s and 350 MB; LocalEmu keeps it in a file, but in a folder that each instance has of its own here
(FILESYSTEM_ROOT). So all instances share it in the folder that the starter names. The file's name carries the versions
of LocalEmu and of the models, and Python's is put before it.
"""

import logging
import os
import shutil
import sys

from launcher import settings
from launcher.upstream import expect_in_source, expect_parameters

NAME = "service_index"
LOG = logging.getLogger("audit_trail.service_index")


def apply() -> None:
    folder = settings.index_folder()
    if not folder:
        return
    from localemu.aws import spec

    build = spec.build_service_index_cache
    expect_parameters(NAME, build, "file_path")
    expect_parameters(NAME, spec.load_service_index_cache, "file")
    expect_in_source(NAME, spec.get_service_catalog, "index = build_service_index_cache(cache_catalog_file)")

    def load_or_build(file_path: str):
        python = f"python{sys.version_info.major}.{sys.version_info.minor}"
        shared = os.path.join(folder, f"{python}-{os.path.basename(file_path)}")
        try:
            return spec.load_service_index_cache(shared)
        except FileNotFoundError:
            pass
        except Exception as error:  # cut off, or by something else: made anew
            LOG.info("%s can't be read and is made anew: %s", shared, error)
        index = build(file_path)
        _share(file_path, shared)
        return index

    spec.build_service_index_cache = load_or_build


def _share(own: str, shared: str) -> None:
    draft = f"{shared}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(shared), exist_ok=True)
        shutil.copyfile(own, draft)
        os.replace(draft, shared)
    except OSError as error:  # it costs the next start its 3 s, nothing else
        LOG.info("%s can't be written: %s", shared, error)
