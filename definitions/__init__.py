"""What a service IS: the language, its checks and its pure semantics. No web, database, clock or network."""
