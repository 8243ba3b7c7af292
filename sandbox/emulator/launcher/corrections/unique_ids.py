"""AWS: the unique id of a user starts with AIDA, of a group with AGPA
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes).

LocalEmu gives users and groups twenty small letters; the id is the ``principalId`` of the user's events.
"""

import functools

from launcher.upstream import expect_in_source

NAME = "unique_ids"


def apply() -> None:
    from moto.iam import models
    from moto.iam.utils import generate_access_key_id_from_account_id

    for kind, prefix in ((models.User, "AIDA"), (models.Group, "AGPA")):
        expect_in_source(NAME, kind.__init__, "self.id = random_resource_id()")
        _give_ids(kind, prefix, generate_access_key_id_from_account_id)


def _give_ids(kind, prefix: str, generate) -> None:
    plain = kind.__init__

    # LocalEmu patches these constructors itself and finds them by name.
    @functools.wraps(plain)
    def init(self, account_id, *args, **kwargs):
        plain(self, account_id, *args, **kwargs)
        self.id = generate(account_id=account_id, prefix=prefix, total_length=21)

    kind.__init__ = init
