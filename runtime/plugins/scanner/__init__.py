"""Scanners for malware."""
