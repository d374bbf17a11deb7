"""The ledger at work: claim, send, settle, exactly once. Called by newsroom."""
