"""Python: ``warnings.deprecated`` exists from Python 3.13 on (https://docs.python.org/3/library/warnings.html).

LocalEmu uses it although its metadata accepts older versions; without it its S3, KMS and events services fail at their
first call on Python 3.12. The backport in typing_extensions, which LocalEmu installs anyway, does the same.
"""

import warnings


def apply() -> None:
    if not hasattr(warnings, "deprecated"):
        import typing_extensions

        warnings.deprecated = typing_extensions.deprecated
