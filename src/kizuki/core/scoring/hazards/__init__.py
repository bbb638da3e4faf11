"""The hazard analysis behind safety-relevant answers, and the potential harm it proposes for the facts."""
