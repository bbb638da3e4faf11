"""Judgement: law, facts, clocks, forms, components, advisories, matching, scoring. No Django, network or clock."""
