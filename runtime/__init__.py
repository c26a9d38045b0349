"""What HAPPENS: applications, cases, queues, clocks, effects and people; the database, the citizen and the staff web."""
