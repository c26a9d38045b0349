"""EDITING services, and the composition of the whole product: the console script and the application."""
