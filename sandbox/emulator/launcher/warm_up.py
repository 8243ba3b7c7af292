"""Makes the first calls while the starter is busy with other things: the first of all costs 3 s where the index of
services is not there yet (``corrections/service_index.py``), the first to EC2 2 s."""

import logging
import threading

LOG = logging.getLogger("audit_trail.warm_up")
_CALLS = (
    ("sts", "get_caller_identity"),
    ("s3", "list_buckets"),
    ("kms", "list_keys"),
    ("cloudtrail", "list_trails"),
    ("iam", "list_users"),
    ("sns", "list_topics"),
    ("logs", "describe_log_groups"),
    ("ec2", "describe_instances"),
)


def when_ready(runtime) -> None:
    """Starts once `runtime` answers requests; internal calls are no events."""
    threading.Thread(target=_call_all, args=(runtime,), name="warm-up", daemon=True).start()


def _call_all(runtime) -> None:
    runtime.ready.wait()
    try:
        from localemu.aws.connect import connect_to

        clients = connect_to(aws_access_key_id="000000000000", region_name="us-east-1")
        for service, operation in _CALLS:
            getattr(clients.get_client(service), operation)()
    except Exception as error:  # it may be on its way out already; whoever calls next sees what is wrong
        LOG.info("warm-up ended early: %s", error)
