"""What people confirm of the names of components."""
