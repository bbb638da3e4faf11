"""Mail: plain text handed to one mail server."""
