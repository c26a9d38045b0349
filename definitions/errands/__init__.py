"""What becomes of the tasks of a case: people do them, the system tends them, time passes. Pure, and each an event."""
