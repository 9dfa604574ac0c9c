# What only one person sees.

drafts = Drafts
drafts-none = What you begin to write waits here, for you alone. There is nothing yet.
mine-writing = To write and to look at
mine-standing = How things stand
mine-app = This app
draft-page = A page for the check-in
draft-step = A step
draft-appreciation = Kind words
draft-topic = A topic for a talk
draft-turn = Your turn in a talk
draft-openness = An offer to be open
draft-question = A question for its hour
draft-answer = An answer to a question
draft-card-answer = Words under a card
draft-go-on = Go on with what you began.
parked-help = Written down for yourself. Asked later, or never.
look-back-help = Your own weeks, and steps.
settings-help = Locking, Quiet, the coach, devices, a copy of everything, leaving.
lock-now = Lock now

look-back = Look back
look-back-intro = Your own numbers for your own weeks. There is no right number. They measure nobody and foretell nothing.
look-back-none = There is nothing to look back at yet. Set the four sliders in a check-in, and they appear here.
to-checkin = To the check-in
look-back-none-alone = There is nothing to look back at yet. The numbers come from check-ins for two. Alone, cards are a good way to write down how it was.
look-back-steps = Steps that were done
look-back-shared = What the two of you shared
trend-early = { $n ->
    [one] One more week before anything can be said.
   *[other] { $n } more weeks before anything can be said.
}
look-back-wobble = Numbers wobble from week to week. *Up* and *down* are said only of more than your usual wobble.
trend-steady = About the same since { $since }.
trend-up = Up since { $since }.
trend-down = Down since { $since }.
trend-label = { $label }: { $first } in the first week, { $last } in the last
in-numbers = In numbers
week-of = Week of
zero-to-ten = 0 to 10

settings = Settings
settings-handle = You sign in as { $handle }.
suggests = What Today suggests
suggests-both = Things for both of us
suggests-alone = Things I do alone
suggests-nothing = Nothing
settings-idle = Lock when I do nothing for
minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
quiet = Quiet
quiet-help = What the other sends waits, unseen.
quiet-alone = Quiet is for what another person sends. You share a space with nobody at the moment.
quiet-intro = While Quiet is on, what the other sends waits. You see nothing of it until you turn Quiet off. Then it is all there.
quiet-note = The other sees no difference, and is not told. What you send goes out as always. A check-in page you have closed still opens for the other at its hour.
quiet-is-on = Quiet is on.
quiet-is-off = Quiet is off.
quiet-begin = Turn Quiet on
quiet-end = Turn Quiet off
caps = How much I am shown a day
caps-help = What goes beyond it waits for another day. Only you know.
cap-kind-words = Kind words from the other
cap-all = Show all of them
cap-so-many = { $n ->
    [one] One a day
    [3] Three a day
   *[other] { $n } a day
}
cap-none = None for now

settings-keys = Passphrase and recovery
has-recovery = You have a recovery code. A new passphrase makes a new one.
new-code-waits = A new recovery code was made, or may have been. If you put it away, say so here. If not, make a new one: the one from before may no longer work.
new-code-again = Make a new one
has-no-recovery = You have no recovery code. You can get one by changing the passphrase.
change-passphrase = Change the passphrase
change-passphrase-help = Makes new keys and signs every other device out.
change-passphrase-intro = Use this when somebody may know your passphrase. You get new keys, other devices are signed out, and the old recovery code no longer works. Nobody is told, but whoever used it will notice. If you are afraid of them, talk to an advocate first.
passphrase-now = Passphrase now
passphrase-changed = The passphrase is changed
passphrase-changed-help = Other devices are signed out. A screen that is open there can be read until that device notices, mostly within a minute. Somebody who copied things before may still read those, but nothing new.
sessions = My devices
sessions-help = Only you see this list. Days, not hours, are kept.
sessions-seen = To show it, the server has to be asked: whoever runs it can notice that somebody looked.
sessions-show = Show where I am signed in
sessions-failed = The list did not come. Perhaps there is no connection, or you are signed out here.
session-here = Here, since { $day }
session-other = Another device or tab, since { $day }
sessions-end-others = Sign the others out
sessions-end-others-help = Makes new keys, so that nothing left there opens what comes later.
end-others-intro = Every other device is signed out, you get new keys, and the old recovery code no longer works. Nobody is told, but whoever uses such a device will notice. If somebody may know your passphrase, change it instead.
others-ended = The others are signed out
this-device = This device
device-is-own = A locked copy is kept on this device, because you said that only you use it.
device-is-shared = Nothing you write stays on this device. The history of the browser, and files of the app, do.
sign-out = Sign out here
sign-out-sure = Signing out also removes the locked copy from this device. Everything that was sent comes back when you sign in.
sign-out-unsent = { $n ->
    [one] One thing was not sent yet and would be lost. Signing out also removes the locked copy from this device.
   *[other] { $n } things were not sent yet and would be lost. Signing out also removes the locked copy from this device.
}
sign-out-sure-shared = Nothing you wrote stays here. Everything that was sent comes back when you sign in.
sign-out-unsent-shared = { $n ->
    [one] One thing was not sent yet and would be lost: it is only in this tab.
   *[other] { $n } things were not sent yet and would be lost: they are only in this tab.
}
