# What both can read.

together-alone = You are here alone, and that is a full way to use this place. What you write stays with you. If you share a space with someone, what you share is shown here.
invite-someone = Invite someone
was-invited = I was sent a link
together-meanwhile = What you can do alone
together-weekly = Week by week
together-writing = In writing
together-talking = Talking, and being open
together-with = You and { $name }
together-stays = What you share stays with both of you and can be shown to others.
your-words = Compare your four words again
pair-lead = Your invitation
pair-lead-help = See how it stands.
compare-lead = Compare four words
compare-lead-help = So that you know it is really the two of you.

pair-title = Invite someone
pair-intro = You get a link that works once, for 48 hours. The other may say no, and you are not told.
pair-force = Only invite someone you are not afraid of. You can use everything you do alone without them.
my-name = What the other calls you
my-name-help = It is shown to the other only.
my-name-change-help = The other sees the new name with the next thing that is sent.
pair-make = Make the invitation
pair-preparing = Making the invitation
pair-preparing-help = This needs the server for a moment.
pair-invitation = Your invitation
pair-invitation-help = Send the link in a way that only the other reads, or let them scan the square.
pair-qr = The link as a square to scan
pair-link = Link
copy = Copy the link
copied = Copied
pair-elsewhere = The link opens the app as { $place } serves it, because nobody else reaches yours. Somebody who runs the app themselves can copy the link and paste it there instead, under “I was sent a link”.
pair-expires = It works once, until { $hour }.
pair-wait = You are not told whether it was opened. If they say yes, four words stand here to compare.
pair-revoke = Take it back
pair-let-go = Let go of it
pair-opening = Opening the space
pair-opening-help = This needs the server for a moment.
pair-said-yes = You said yes to { $name }
pair-said-yes-help = Four words appear here as soon as { $name } is online again. Then compare them, in person or by phone.
pair-joined-waiting = Waiting for { $name }
pair-joined-waiting-help = When both of you have compared the words, your space opens by itself.
pair-failed = The invitation came to nothing
paired-title = You share a space with { $name }
paired-help = These four words are the same on both screens. You can compare them again whenever you like.
to-together = To your space

join-title = Say yes
join-intro = The other sees the name you give here, and that you said yes. Nothing else of yours.
join-yes = Yes, join

compare-title = { $name } is there
compare-how = Read these four words to each other, face to face or by phone. Not by message.
compare-why = If somebody had put themselves between you, the words would differ.
compare-same = They are the same
compare-differ = They differ
compare-leaves = The other's app has opened the space already. If the words differ, your app leaves it at once, for good: its keys go, and nothing more of yours goes there. If you may have misread, read them to each other once more first.
compare-leave = They differ: leave the space

hour = The hour
hour-help = When your pages open.
hour-intro = Once a week, at an hour you both choose, closed pages open. One proposes, the other may agree.
hour-stands = Your hour: { $hour }.
hour-proposed = You proposed { $hour }. Until it is agreed, you can write your page.
hour-they-propose = { $name } proposes { $hour }.
hour-short = { $day }, { $time }
hour-another = Another hour
hour-write = Write your page
hour-their-offer = Proposed to you: { $hour }.
hour-agree = Agree to this hour
hour-at = { $day } at { $time }
hour-elsewhere = { $here } ({ $there } in { $zone })
hour-zone = In your time zone: { $zone }.
zone-unknown = This hour was chosen in the time zone { $zone }, which your browser does not know. The app goes by the clock of this device instead. If the two of you live by different clocks, tell each other which hour you mean.
hour-propose = Propose this hour
hour-no-time = Please give a time, like 19:00.
weekday = Day
time = Time

checkin = Check-in
checkin-needs-hour = First choose an hour that suits you both.
checkin-no-hour = First, an hour that suits you both.
checkin-both-open = Both pages of { $hour } are open.
checkin-open-until = Pages open on { $hour }.
checkin-closed-until = Your page is closed until { $hour }.
checkin-hour-came = The hour has come. Your page is still yours.
closed-until = It stays closed until { $hour }.
closed-note = Until it opens, only you can read it. You can write it again.
write-again = Write it again
leave-as-it-is = Leave it as it is
hour-came-title = The hour has come
hour-came-help = You can close the same page for the next hour, or write another.
close-for-next = Close it for the next hour
both-open = Both pages are open
earlier = Earlier check-ins
earlier-all = All of them
my-page = My page
their-page = From { $name }

write-title = Your page
write-until = Pages open on { $hour }.
write-no-hour = You can close it once the hour is agreed.
write-form = How long do you want to take?
form-name = { $title }, about { $minutes } minutes
write-next = Read it through
examples = Examples
draft-on-device = A draft is only yours. It is kept, locked, on this device.
draft-no-room = This draft is not kept any further: there is no room left in Mine. Shorten or remove another draft, or copy these words elsewhere.
draft-refused = This draft is not kept any further: it is too long. Shorten it, or copy these words elsewhere.
draft-in-tab = A draft is only yours. It is kept in Mine every two minutes and when you lock.
draft-elsewhere = You wrote this on another device at the same time.
draft-other = From another device
draft-add = Add it below mine
draft-settle = I do not need it
left-out = left out
leave-out = Leave out
share-sliders = Show these four to the other as well
shown-sliders = Shown to both
close-title = Close my page

after-has-step = A step was promised for this week.
after-no-step = No step this week.
promise-step = Promise a step

steps = Steps promised
steps-going = { $n ->
    [0] Nothing is promised at the moment.
    [one] One step is going.
   *[other] { $n } steps are going.
}
steps-wait = { $n ->
    [one] One step waits for you.
   *[other] { $n } steps wait for you.
}
steps-promised = { $n ->
    [one] One step is promised.
   *[other] { $n } steps are promised.
}
steps-intro = Small acts of your own, four weeks at most. Either of you can drop one.
steps-none = Nothing was promised yet. A step often comes out of a check-in.
steps-before = Earlier
step-mine = You
step-theirs = { $name }
step-offered-mine = Promised. It begins when the other agrees.
step-offered-theirs = Promised to you. You may agree, or leave it.
step-agreed = Until { $day }
step-done-on = Done on { $day }
step-kept = Done on { $day }, seen by both
step-ended = Over
step-i-did = I did this
step-agree = Agree
step-confirm = Yes, it was done
step-put-down = Drop this step
step-no-thanks = No, thank you
promise-intro = Something you do yourself. Small enough to be seen.
promise-label = What I will do
promise-hint = I will …
promise-help = For instance: I make breakfast on two mornings.
promise-until = Until
step-until = Until { $day }
promise-never = Never about passwords, phones, where you are, your own money, or seeing other people.
promise = Promise it

appreciations = Kind words
appreciations-help = Any time, only if they are true.
appreciations-intro = One real thing, small is fine. It asks for no answer.
appreciation-label = Something I am glad you did
appreciation-help = Say what it was, not how they are.
appreciation-send = Send it
appreciation-sent = It is on its way.
from-me = From me
from-them = From { $name }
