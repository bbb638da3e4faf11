"""What happens around every request: headers and the language."""
