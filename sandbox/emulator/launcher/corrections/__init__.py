"""The corrections, in the order they are applied. Each module says what AWS documents and what LocalEmu does."""

import socket


def apply_all(listener: socket.socket) -> None:
    """Applies every correction; raises ``UpstreamChanged`` by the name of the first that doesn't fit."""
    from launcher.corrections import deprecated_shim

    deprecated_shim.apply()  # before anything of LocalEmu is imported

    from launcher.corrections import (
        athena_catalogue,
        denial_messages,
        digest_delivery,
        event_delivery,
        event_history,
        event_recording,
        eventbridge_forwarding,
        loopback_only,
        lookup_events,
        offline,
        own_folder,
        public_keys,
        service_index,
        session_credentials,
        trail_arn,
        trail_in_another_account,
        trail_lifecycle,
        trail_selectors,
        unique_ids,
    )

    offline.apply()
    loopback_only.apply(listener)
    own_folder.apply()
    service_index.apply()
    unique_ids.apply()
    session_credentials.apply()
    denial_messages.apply()
    event_history.apply()
    event_recording.apply()
    lookup_events.apply()
    event_delivery.apply()
    eventbridge_forwarding.apply()
    trail_lifecycle.apply()
    digest_delivery.apply()
    public_keys.apply()
    trail_selectors.apply()
    trail_arn.apply()
    trail_in_another_account.apply()
    athena_catalogue.apply()
