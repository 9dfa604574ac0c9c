# Before an account is open.

leave-title = Leaving this page fast

# Two headings of landing.md. What stands below them there is shown again before an account is made, so they are the same, word for word.
landing-host = Who runs this, and what they see
landing-limits = What it cannot protect against

sign-up-eyebrow = Step { $n } of 3
sign-up-title = A name and a passphrase
sign-up-intro = The name is only for signing in here. Better nothing that people know you by.
handle = Name for signing in
handle-help = Small letters, digits and hyphens.
offer-another = Another name
offer-others = Other words
passphrase = Passphrase
passphrase-help = Five words are chosen for you: easy to write down, hard to guess. Read them below. You may type your own instead.
passphrase-alone = Nobody can reset it for you, and nobody can reset it against you. Write it down, or print the recovery sheet that comes next.
passphrase-too-short = At least { $min } characters.
passphrase-too-long = Too long. A sentence or two is more than enough.
passphrase-one-letter = One letter over and over is guessed at once.
passphrase-plain = Rather easy to guess for someone who knows you well. Longer is better.
passphrase-good = Long and varied. Good.

device-title = This device
device-question = Is this device only yours?
device-shared = No, or I am not sure
device-own = Yes, only I use it
device-help = If yes, a locked copy stays here, and it works without a connection. If not, nothing you write stays on this device, and it locks as soon as you look at something else. The history of the browser stays, and so do files of the app.
sheet-question = A recovery sheet?
sheet-yes = Yes, show me a code to print or save
sheet-no = No, I will keep the passphrase
sheet-help = If you forget the passphrase, this code is the only way back. Whoever has it and your name can open everything.
make-account = Make the account
making-account = Making your keys
rekey-stay = Please leave this page open and in front until it is done.
a-few-seconds = This takes a few seconds …

sheet-title = Your recovery sheet
sheet-intro = A name and a code, nothing else, so that it looks like any slip of paper.
sheet-keep = Keep it where the other person does not look.
sheet-power = Whoever has it can open everything that is yours.
sheet-void = A new passphrase makes a new code. The old one no longer works then.
sheet-file = A saved file is not locked, and it shows in the list of downloads. Whoever finds it has the name and the code.
save-file = Save as a file
sheet-done = I have put it away

sign-in = Sign in
signing-in = Signing in …
use-recovery = I forgot the passphrase
sign-in-instead = Sign in with a name
locked = Locked
locked-on-device = A locked copy is on this device. The passphrase opens it, also without a connection.
locked-in-tab = Your passphrase opens it again. What you wrote is still here, in this tab.
unlock = Unlock
unlocking = Unlocking …
recover-title = Come back with the code
recover-intro = You choose a new passphrase. Other devices are signed out, and you get a new code.
recovery-code = Recovery code
recovery-code-help = Eight groups of four. Spaces, hyphens and capitals do not matter.
recover = Set the new passphrase

question-of = { $n } of { $total }

paste-title = I was sent a link
paste-intro = Paste it here and read it first. Nothing is sent to the other person, and nothing is agreed. The server is asked for it; whoever runs it could see that.
paste-link = The link
paste-help = All of it, or the part after the # sign.
paste-read = Read the invitation
invited-reading = Reading the invitation …
invited-nowhere = This invitation leads nowhere
invited-title = { $name } invites you
invited-what = A private place for two people who want to mend trust, or find out whether they can. Each writes alone; you choose what the other may read. Whoever runs the server is not given the key.
invited-decline = You may say no, and nobody is told. The other's app does not show that you opened this page. Whoever runs the server could see that the invitation was read; if that is the other, they may know.
invited-pressed = If somebody presses you to say yes, or would not take a no, see Help first.
invited-browser = Best opened in your own browser, not inside a chat app.
invited-closed = Closed this, or loaded it again? Open the link you were sent once more. To go on in your own browser, copy it from here.
not-yet = Not yet for use with a partner.
not-yet-why = No advocates' organisation and no couple therapist has read it so far. Please only try it out.
invited-new = Make an account and go on
invited-known = I have an account
invited-no = No, thank you
to-start = To the start
invite-mangled = The link is not whole. Please ask for it again, or copy all of it.
invite-gone = It has ended or was taken back. An invitation lasts 48 hours. You can ask for a new one, or leave it.
invite-used = It was answered already. Each invitation works once.
invite-offline = The server was not reached. The invitation is still in this tab.
invite-forged = What lies on the server does not fit this link. Please do not use it, and ask the other person in another way.

error-wrong-credentials = Name and passphrase do not fit together. Please check both.
error-handle-taken = Somebody has this name already. Please choose another.
error-bad-handle = A name has 3 to 40 small letters, digits or hyphens.
error-weak-passphrase = The passphrase is too short or too long, or one letter over and over.
error-registration-closed = Whoever runs this place takes no new accounts at the moment. Help and Learn need no account.
error-slow-down = Too many tries, perhaps by somebody else. Please wait a minute and try again. Coming back with a recovery code is not held up by this.
error-offline = The server was not reached. What you typed is still here.
error-damaged = The passphrase fits, but what the server gave cannot be opened. Please tell whoever runs this place. Nothing was changed.
error-busy = The account was changed somewhere else at the same moment. Please try again.
error-relay = The server did not answer as it should. Please try again.
error-down = This place is not working at the moment: nobody can sign in or make an account. Help, Learn and a hard moment work. If you know who runs it, tell them.
error-unsure = The server's last answer was lost, so it may have worked, or not. Try the new passphrase first, then the one before. If the new one opens, make a new recovery code in the settings: the code from before is void.
error-unread = What this device keeps cannot be read at the moment. Close other tabs of this page, load it again, and try once more. If that never helps, your browser can remove what this site keeps; words that were never sent are gone then.
error-other-copy = A locked copy of another account is on this device, perhaps with words that were never sent. It is not written over. Whoever it belongs to can unlock it and sign out here. Until then, answer *No, or I am not sure* to sign in without leaving anything: their copy stays as it is.
error-other-tab = This is open in another tab. Lock it or close it there first.
error-wrong-passphrase = This passphrase does not open the copy. If you changed it on another device, sign in with your name.
error-no-copy = There is nothing to unlock here. Sign in with your name.
error-broken-copy = The copy on this device cannot be read. Sign in with your name; everything that was sent comes back.
error-wrong-code = Name and code do not fit together. Please check both.
error-wrong-passphrase-now = The passphrase you have now does not fit. Nothing was changed.
