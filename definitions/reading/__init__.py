"""From text to a compiled service: strict parsing, shape, repair of what has no shape, and compiling."""
