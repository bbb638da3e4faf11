"""Clinical assessments of a vulnerability on a device, with its hazards and signatures."""
