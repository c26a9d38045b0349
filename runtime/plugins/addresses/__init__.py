"""Answers to the Addresses port: the local gazetteer, and OS Places."""
