"""Answers proposed from what is known of the device, of the site and of the world; a person confirms each."""
