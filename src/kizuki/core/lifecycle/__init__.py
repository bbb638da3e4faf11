"""Lifecycles as tables of moves: of a report, of a no-report decision, and what each leaves on the clock."""
