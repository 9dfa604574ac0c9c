# Private questions, where you are now, first days.

questions-lead = A few questions for you alone
questions-lead-help = Answered alone, kept nowhere.

see-help = See Help
days-help = Cards for when something has come out. Nothing is shared, and nobody is told.
days-for-who-did = For the one who did it.
days-one-thing = One thing for today
days-source = Source
days-ten-progress = Ten minutes
days-ten-left = { $n ->
    [one] One minute left.
   *[other] { $n } minutes left.
}
learn-see-a-therapist = See a therapist

where = Where you are now
where-help = What happened, how long ago, what you want. Only you see it.
where-today = What Today suggests is a setting that everybody has. You can change it at any time.

s-where = Four questions for you
s-where-why = They lead to a first page. Only you see them, and each can be skipped.
s-where-do = Begin
