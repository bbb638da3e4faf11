"""Coordinated disclosure (CVD): parties and their status, embargoes with their day, and the gate before the public."""
