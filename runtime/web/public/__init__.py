"""What citizens see: a service's pages, the check before sending, and how their case is going."""
