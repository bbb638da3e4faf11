"""Settings of the Django project, read from the environment; nothing here decides anything."""
