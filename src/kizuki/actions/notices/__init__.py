"""Verbs on what is sent to people: asking for the mails of a day, and keeping that one was taken by the mail server."""
