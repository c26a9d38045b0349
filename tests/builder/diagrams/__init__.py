"""Tests of diagrams of workflows."""
