"""Safety measures (安全確保措置): their kinds, the written chain of GVP, how far they reached, what is left undone."""
