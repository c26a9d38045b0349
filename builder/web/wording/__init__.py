"""What is said of and in a service: settings, translations, comments, and words found and replaced."""
