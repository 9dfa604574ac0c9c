# Own data, and what is said before the first thing is shared.

before-sharing = Before you share
before-sharing-stays = This stays with both of you and can be shown to others, also in court.
before-sharing-kept = What you share cannot be taken back. If you delete it here, the other keeps their copy.
before-sharing-write = Write only what you would say with someone else in the room.
before-sharing-understood = I understand

own-data = Your data
export = A copy of everything
export-help = To read, to print, or to keep.
export-first = If you want to keep what was shared, do this first.
export-intro = Everything of yours, and all that was sent to you. It is made on this device, from what is on it.
export-private = Also what only I can see
export-private-help = Drafts, notes, settings. Leave them out of a copy that you mean to show to somebody.
export-open = A saved file is not locked. Whoever opens it can read it, and it shows in the list of downloads.
export-read = Read it or print it
export-md = Save it as a text
export-json = Save it so that it can be checked
export-json-help = This file also holds the signatures. With it, somebody else can check that the words are those that were signed. It does not show when, or whose hands held the phone.
export-saved = The file was handed to the browser.
export-failed = The file could not be made here. Reading or printing it may still work.

leave-space = Leave this space
leave-space-help = Nobody is asked, and the other is sent nothing.
leave-space-untold = Nothing is sent to the other. They see what they would see if you were not connected. In time they may notice.
leaving-seen = Whoever runs the server can see that this was done, and when. If that is the other, or somebody who would tell them, it may be safer to stop using this place, or to take it off this device only.
leave-space-goes = Your keys to this space go, here and on each of your devices when it next connects. You cannot come back to it.
leave-space-stays = What you both shared stays with the other. They can read it and show it to others.
leaving-backups = Backups of the server may hold locked copies until they are overwritten.
leave-space-after = Your drafts and notes stay yours. You can go on alone, or begin a new space with somebody.
leaving-passphrase = So that nobody else can do this in your place.
leaving-help = If you are afraid: leaving safely
here-only = Take it off this device only
here-only-what = Your keys and the locked copy go from this device. Nothing is asked of the server: to whoever runs it, this looks like locking, and then like somebody who does not come back.
here-only-stays = Your account and your place in the space stay as they are, on the server and on other devices of yours. With your name and passphrase you can come back at any time; without them, nobody can.
here-only-lost = What this device could not send yet goes with it. Without a connection, that can be notes of the last minutes too.
here-only-do = Take it off this device
left-space = You have left the space
left-space-help = What was only yours is still here, in Mine. The other was sent nothing.

delete-account = Delete my account
delete-account-help = Everything of yours here goes, for good.
delete-untold = Nothing is sent to the other. If you share a space, they see what they would see if you were not connected. In time they may notice.
delete-goes = Your keys, drafts, notes and settings go from the server and from this device. Nobody can bring them back, with or without a recovery sheet.
delete-stays = What you shared stays with the other. They can read it and show it to others.
delete-devices = A device of yours that keeps a locked copy keeps it until you sign out there.
delete-name = The server keeps a code made from your sign-in name, so that the name cannot be taken again. A name that is free again would tell others that you have gone.
deleted = Done. Your account, keys and private notes are gone from here and from the server. What you shared stays with the other.
