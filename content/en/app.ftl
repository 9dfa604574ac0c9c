# Around every view.

places = Places
place-today = Today
place-together = Together
place-mine = Mine
place-learn = Learn
place-help = Help

back = Back
next = Next
begin = Begin
go-on = Go on
not-now = Not now
all-right = All right
show = Show
save = Save
saved = Saved.
print = Print
help = Help
try-again = Try again
the-other = the other
fetching = Fetching …
hard-moment = A hard moment
waits-to-be-sent = Waits to be sent

both-can-read = Both of you can read this
only-you = Only you

idle-title = Still there?
idle-warning = This locks in twenty seconds. Touch anything to stay.
idle-stay = Stay

offline-on-device = Not connected. What you write is kept, locked, on this device and is sent later.
offline-in-tab = Not connected. What you write stays only in this tab until it is sent. Please keep the tab open.
unsent-on-device = { $n ->
    [one] Not connected. One thing waits on this device and is sent later.
   *[other] Not connected. { $n } things wait on this device and are sent later.
}
unsent-in-tab = { $n ->
    [one] Not connected. One thing waits only in this tab. Please keep the tab open.
   *[other] Not connected. { $n } things wait only in this tab. Please keep the tab open.
}
waits-on-device = { $n ->
    [one] One thing has been waiting for some minutes, though the server answers. It is kept, locked, on this device, and tried again.
   *[other] { $n } things have been waiting for some minutes, though the server answers. They are kept, locked, on this device, and tried again.
}
waits-in-tab = { $n ->
    [one] One thing has been waiting for some minutes, though the server answers. It is only in this tab: please keep it open, or copy your words.
   *[other] { $n } things have been waiting for some minutes, though the server answers. They are only in this tab: please keep it open, or copy your words.
}
signed-out = You are signed out here. Sign in to go on; what you wrote comes along.
not-sent = { $n ->
    [one] Something you wrote is too long to be sent, so the other does not have it. It is kept here. What you wrote after it goes out.
   *[other] { $n } things you wrote are too long to be sent, so the other does not have them. They are kept here. What you wrote after them goes out.
}
not-sent-words = The words, to read and to copy
not-sent-drop = I have what I need. Take it away here
keyring-full = There is no room left for new keys. What you write still goes out, but the newest keys are on this device only. Before you sign out here, make a copy of everything in the settings.
vault-full = There is no room left in Mine. Shorten or remove a draft, then everything is kept again.
relay-full-today = The server takes only so much from one person in a day, so that there is room for everybody. What you wrote waits here and goes out by and by.
relay-full-ever = The server has no room left for words of yours in this space. What you wrote stays here and does not go out. All that was shared before is still there; a copy of everything is in the settings.

# What happened, what it may mean, what to do: for somebody who is frightened.

alarm-title = Something is not as it should be
alarm-rolled-back = The server no longer has something that this device had already seen.
alarm-rolled-back-means = Perhaps a backup was put back. It can also be that something was taken out on purpose.
alarm-rolled-back-do = What this device holds stays here. Nothing is sent to the shared space until you have read this.
alarm-forked = The server showed two different things in one place.
alarm-forked-means = A fault seldom does that. Perhaps somebody who runs the server shows you and your devices different things.
alarm-forked-do = What does not fit is not shown. Nothing is sent to the shared space until you have read this.
alarm-forged = Something arrived that was changed on the way, or is not from the person it names.
alarm-forged-means = It can be a fault. It can also be that somebody who runs the server tried to put words in.
alarm-forged-do = It is not shown, and nothing of yours went out because of it. You do not have to find out who it was.
alarm-withheld = Something is missing that your own or the other's app had already received.
alarm-withheld-means = It may still be on its way. If this comes again, perhaps somebody who runs the server holds it back.
alarm-withheld-do = Wait a little, then look again. Not hearing from the other may not be their doing.
alarm-account = The server gave back your own keys or notes in an older or broken state.
alarm-account-means = Perhaps a backup was put back. It does not make them readable to anybody.
alarm-account-do = What this device holds is kept and not written over. Please do not sign out here before it is mended.
alarm-invitation = Somebody tried to use an invitation without having the right link.
alarm-invitation-means = Perhaps a link was copied wrongly. Perhaps somebody tried to come between the two of you.
alarm-invitation-do = Nobody was let in, and nothing was shared. Make a new invitation, and compare the four words by phone or in person.
alarm-differ = The four words were not the same, so your app shares nothing with whoever was there.
alarm-differ-means = Perhaps the words were misread. Perhaps somebody put themselves between the two of you.
alarm-differ-do = If you had been let into a space already, your app has left it and its keys are gone here. Whoever was there keeps your name and what you had sent. Make or ask for a new invitation, sent in another way, and compare the words before you write anything. If the other's app still shows the old space, they leave it in Settings first.
alarm-advice = You do not have to act now. If you trust whoever runs this server, ask them. If you think the other person did this, or you are afraid, see Help first, and do not bring it up alone.
alarm-dismiss = I have read this

needs-two = This is for two, and you share a space with nobody at the moment.
refused-not-paired = This needs two people. You share a space with nobody yet.
refused-already-pairing = There is an invitation or a shared space already.
refused-bad-invitation = This invitation cannot be read. Perhaps part of the link is missing.
refused-own-invitation = This is your own invitation. Send it to the other person.
refused-empty = There is nothing written yet.
refused-too-long = This is too long. Please shorten it a little.
refused-enough-today = That is enough for one day. Tomorrow there is room again.
refused-not-own-act = A step is something you do yourself. Say it with “I”.
refused-never-a-step = A step is never about passwords, phones, accounts, or where somebody is. Your words are still there.
refused-day = That cannot be chosen here. Please choose another day, time or number.
refused-no-hour = Both of you choose an hour first.
refused-opened = This page is being opened, so it cannot be changed any more.
refused-out-of-place = Something has changed in the meantime. Please look again.
refused-vault-full = There is no room left in Mine. Shorten or remove a draft first.

# Today.

today-title = One small thing for today
today-others = Or something else
today-nothing = Nothing needs doing. That is fine too. What you can read or write is in Learn and in Mine.
s-compare = Compare four words
s-compare-why = So that you know it is really the two of you. It takes a minute.
s-compare-do = See the words
s-read = Read the check-in
s-read-why = Both pages are open. Read slowly; you do not have to answer today.
s-read-do = Read both pages
s-choose-step = One next step, if you both like
s-choose-step-why = A small thing you can do yourself. No step this week is a full answer too.
s-choose-step-do = Look at the check-in
s-agree-hour = An hour was proposed
s-agree-hour-why = Pages open at an hour you both chose.
s-agree-hour-do = See the hour
s-choose-hour = Choose an hour for the check-in
s-choose-hour-why = Once a week, at an hour that suits you both. Pages open then.
s-choose-hour-do = Choose an hour
s-write = Write your page
s-write-why = Starting with what worked can make the hard part easier to say.
s-write-do = Write, about fifteen minutes
s-draft = A draft is waiting
s-draft-why = Go on with what you began.
s-draft-do = Look at it
s-do-step = Something you said you would do
s-do-step-why = A small thing, done as you said it.
s-do-step-do = Look at it
s-see-step = A step to look at
s-see-step-why = You may answer it, or leave it.
s-see-step-do = Look at it
s-see-talk = A talk was offered
s-see-talk-why = One topic, in writing, at your own pace. You may join, or leave it.
s-talk = Your talk in writing
s-talk-why = It goes on when you do. An hour or a day between two sentences does no harm.
s-talk-do = Go on
s-see-card = A card was shared with you
s-see-card-why = Read it when you have a quiet moment. It asks for no answer.
s-see-box = A question box is open for you
s-see-box-why = Look at its hours. You may agree to them, or leave it.
s-practise = Practise saying it back
s-practise-why = Twelve things somebody might say. Learning to listen takes many tries.
s-practise-do = Try one
s-write-card = Write down how it was
s-write-card-why = A few lines, for yourself first. Whether you share them is another question.
s-write-card-do = Choose a card
s-appreciate = Say something kind that is true
s-appreciate-why = One real thing, small is fine. Only if there is one.
s-appreciate-do = Write it
s-look-back = Look back at your weeks
s-look-back-why = One week says little. Several together may say something.
s-look-back-do = Look back
s-invite = Invite the other
s-invite-why = Only if you want to. Everything you do alone stays yours.
s-invite-do = Think about it
s-learn = Read a page
s-learn-why = What may help after trust was broken, and what is known about it.
s-learn-do = Open a page

# A hard moment and Learn.

moment-progress = Ninety seconds
moment-list = Show all lines at once
moment-timed = One line at a time
moment-end = Enough for now
moment-back = Back at { $hour }
moment-tomorrow = Back tomorrow at { $hour }
learn-intro = A few minutes each, with what can be practised below. You can read them alone, and without an account.
learn-minutes = { $n ->
    [one] One minute
   *[other] { $n } minutes
}
learn-next = Next: { $title }
learn-practices = To practise
practice-both = Go there
practice-alone = Try it alone
practice-together = Do it together
account-why = This is kept in an account of your own, locked on this device before anything leaves it.
account-make = Make an account
