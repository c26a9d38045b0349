"""The form of any element, whichever room shows it: read, saved, deleted, its conditions checked as they are typed."""
