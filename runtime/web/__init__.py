"""The public site: what citizens and staff see of the runtime, over Flask."""
