"""Verbs on disclosures: parties, embargoes, statements that pass the gate, and its override by two people."""
