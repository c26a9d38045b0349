"""The workflow as a diagram and a table, and what goes with it: queues, roles, tasks and emails."""
