"""The bridge: document revisions in, pictures out, as Qt signals."""
