"""Settings, addresses, the command line, the embedded database, error pages: where everything is put together."""
