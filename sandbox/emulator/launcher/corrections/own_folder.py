"""Not AWS but the laptop: two emulators at the same time must not see each other's objects.

LocalEmu keeps the bytes of all S3 objects of all its instances in one fixed folder. Here each instance has its own,
below the folder that is removed when it stops (FILESYSTEM_ROOT moves everything else there).
"""

import os

from launcher import settings
from launcher.upstream import expect, expect_in_source

NAME = "own_folder"


def apply() -> None:
    from localemu.services.s3 import provider

    expect(NAME, getattr(provider, "DEFAULT_S3_TMP_DIR", None) == "/tmp/localemu-s3-storage", "DEFAULT_S3_TMP_DIR")
    expect_in_source(NAME, provider.S3Provider.__init__, "EphemeralS3ObjectStore(DEFAULT_S3_TMP_DIR)")
    provider.DEFAULT_S3_TMP_DIR = os.path.join(settings.folder(), "s3")
