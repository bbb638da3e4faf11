"""What a no-report decision was shown, rests on, and is held against."""
