# Private questions, where you are now, first days.

questions-lead = A few questions for you alone
questions-lead-help = Answered alone, kept nowhere.
