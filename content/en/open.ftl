# Being open about …, and the question box.

open-title = Being open about …
open-help = Offered about oneself, for fourteen days.
open-intro = Whoever broke trust can offer to tell or show something. It is only about oneself, and ends by itself after fourteen days. Nobody can ask for it here.
open-none = Nothing was offered. That is fine: steps and talks may be enough.
open-offer = Offer to be open
open-offer-intro = Something small that you are ready to tell or show of your own accord. Better one thing that you do than five you promise.
open-which = The sentence
open-tell = I tell you …
open-show = I show you … once
open-write = I tell you if they write
open-words = What?
open-words-help = A few words, up to 80 letters. For instance: the same day if I run into them.
open-never = Never about passwords, phones or accounts, where you are, your own money, or contact with friends, family, a lawyer or an advocate. Therapists report that checking tends to grow and gets in the way of mending. We found no figures.
open-send = Offer it
open-not-forced = Is somebody making you do this?
open-said-tell = I tell you { $words }.
open-said-show = I show you { $words }, once.
open-said-write = I tell you if they write.
open-offered-mine = Offered. It begins when the other agrees.
open-offered-theirs = Offered to you. You may agree, or leave it.
open-answer = Read it and decide
open-agree-title = An offer to be open
open-agree-how = It is about them, and lasts fourteen days. You can end it at any time. You owe nothing in return.
open-agree-gone = This offer is over, or was agreed to already.
open-shown = I showed it
open-was-shown = Shown once
open-end = End this offer

never-keys = Passwords, phones and accounts stay a person's own here. Is there something you can tell instead?
never-whereabouts = Where you are stays yours here. You can say what you will do if a plan changes.
never-money = Your own money stays yours here. For what you share, a talk or a counsellor is the better place.
never-people = Whom you talk to stays yours here: friends, family, a lawyer, an advocate.
refused-never = This touches something that stays a person's own. See the line below the field.
refused-not-the-hour = It is not the hour yet. Your question stays here until then.
refused-cap = That is all for today. Your question stays here for tomorrow.
refused-hours = The end has to come after the beginning.

box-title = Question box
box-help = Questions in writing, at an hour both agreed to.
box-intro = The one who answers opens it, and can close it at any time. A few questions a day, at one hour, so that the rest of the day is free of them.
box-mine = Questions to me
box-mine-none = You have not opened one. You can, when you are ready to answer in writing.
box-open = Open a box for questions to me
box-open-intro = You choose the hour, how many, and how long it stays open. You can answer in writing, aloud, with a therapist, or not at all.
box-from = From
box-until = To
box-how-many = Questions a day
box-how-long = It stays open for
box-a-day = { $n ->
    [one] One
    [2] Up to two
    [3] Up to three
    [5] Up to five
   *[other] Up to { $n }
}
box-weeks = { $n ->
    [one] One week
    [2] Two weeks
    [4] Four weeks
   *[other] { $n } weeks
}
box-hours = { $from } to { $until }, { $n ->
    [one] one question a day
   *[other] up to { $n } questions a day
}
box-detail = Therapists advise questions like these: what happened, when, is it over. Pictures of the details may stay in the head. You may say no to those.
box-open-send = Open it
box-mine-offered = Open until { $day }: { $hours }. Questions can be asked when the other agrees to the hours.
box-mine-open = Open until { $day }: { $hours }.
box-closed = It is closed.
box-close = Close the box
box-theirs = Questions to { $name }
box-theirs-none = No box is open. Only the one who answers can open one. Until then, questions can wait with you, in Mine:
box-their-hours = Open for you until { $day }: { $hours }.
box-agree = Agree to these hours
box-leave-it = Or leave it. Another hour can be found in a talk.
box-earlier = Earlier questions
question-label = Your question
question-help = What do you need to know to go on? Ask for what happened, when, and what it meant. Ask for pictures only if you want to keep them.
question-ask = Put it in the box
question-sent = It is on its way.
question-waits = It stays with you until the hour: { $hours }.
question-enough = That is all for today. It stays with you until tomorrow.
answer = Answer
answer-again = Answer again
answer-title = Your answer
answer-label = In writing
answer-help = What is true, in plain words. Leave out details that only make a picture.
answer-send = Send this answer
answer-aloud = I would rather say this aloud
answer-therapist = With a therapist
answer-will-not = I will not answer
answer-said-aloud = I would rather say this aloud.
answer-said-therapist = I want to answer this with a therapist.
answer-said-will-not = I will not answer this.
answers-earlier = Earlier answers

step-did-not-happen = It did not happen (only you see this)
step-marked = You noted that it did not happen. Only you see this.
step-unmark = Take the note away
step-bring-up = Bring it up in a talk
step-as-topic = What was promised: { $words }
