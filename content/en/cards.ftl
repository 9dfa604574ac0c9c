# Cards both keep.

cards-both-keep = Cards both of you keep
cards-none = Nothing was shared yet. “How to be there for me” is an easy first one.
cards-away = Put away
cards-lead = To be understood
cards-lead-help = What it was like, when it comes back, what helps.
card-begun = You began this. Only you see it.
card-look-over = Read it through
card-share = Share it with both
card-add = Add this
card-anew = Write it anew
card-put-away = Put it away
card-stays = Earlier versions stay with both of you, also when it is put away.
card-earlier = Earlier versions
card-source = Source: { $source }
