"""What the doors read: every query takes the viewer first and answers with values, never with models."""
