"""Every page and piece that people see, as Jinja templates; no logic lives here."""
