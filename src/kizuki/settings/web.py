"""Pages, sign-in and security headers."""
