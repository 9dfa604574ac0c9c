# The coach: labels. What it says in the margin stands in coach.toml.

coach-read = Read it with me
coach-stop = Stop reading along
coach-reads = It reads along now. { $caveat }
coach-rests = It reads when you pause.
coach-unread = { $read ->
    [0] It could not read this text, so nothing is marked. It tries again when you change it.
   *[other] It could not read all of this text. It tries the rest again when you change it.
}
coach-along = The coach, a program on this device, reads along and makes notes. Nothing of it is sent, kept, or shown to the other; Settings can switch it off. { $caveat }
coach-along-off = The coach is switched off, and nothing is read. Settings can switch it on.
coach-along-account = The coach needs an account. Nothing is read here.
coach-coming = The coach is still on its way to this device. It reads as soon as it is here.
coach-missing = The coach is not here at the moment, and nothing is read. It is fetched again after the next unlock.
coach-margin = Notes in the margin
coach-notes = { $n ->
    [0] No notes in the margin.
    [one] One note in the margin.
   *[other] { $n } notes in the margin.
}
coach-open = { $n ->
    [one] { $part }: one note
   *[other] { $part }: { $n } notes
}
coach-keys = From marked words, Tab leads to their note, and Escape back to the text.
coach-quoted = “{ $words }”
coach-aside = Put aside
coach-never = Never this kind

coach = The coach
coach-help = It reads along while you write a letter of your own and while you practise listening; elsewhere only when you ask. It works on this device: nothing is sent anywhere for it, and what it says is not kept. No clinician has checked it. It may be wrong and misses much, also where you ask it: no mark is no clearance.
coach-on = Use the coach
coach-put-aside = { $n ->
    [one] One kind of note is put aside for good.
   *[other] { $n } kinds of notes are put aside for good.
}
coach-again = Show all kinds again

coach-full = A larger coach
coach-full-help = It notices somewhat more and is slower. It takes { $size } MB, is fetched once and kept on this device, and can be removed. Whoever serves this app sees that this device asked for it. They see nothing of what you write.
coach-full-own = It can be kept on a device of your own only.
coach-full-unable = The larger coach cannot be kept in this browser.
coach-full-fetch = Fetch it, { $size } MB
coach-full-go-on = Go on fetching
coach-full-coming = { $got } of { $of } parts are here.
coach-full-here = It is on this device and reads along.
coach-full-old = The one on this device belongs to an earlier release, and rests. Fetch the new one to use it.
coach-full-failed = It could not be fetched whole. The parts that came are kept; press again to go on.
coach-full-no-room = There is no room for it on this device.
coach-full-remove = Remove it from this device
