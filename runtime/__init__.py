"""What HAPPENS: applications, cases, queues, clocks, effects and people; the database, and the web of both."""
