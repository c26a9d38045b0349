"""Plugins that travel with Townclerk: a folder a port. Found by their entry points, and imported by nobody else."""
