"""Verbs on the company through time: licences, addresses, offices of GVP, capacities, addressees."""
