# Own data, and what is said before the first thing is shared.

before-sharing = Before you share
before-sharing-stays = This stays with both of you and can be shown to others, also in court.
before-sharing-kept = What you share cannot be taken back. If you delete it here, the other keeps their copy.
before-sharing-write = Write only what you would say with someone else in the room.
before-sharing-understood = I understand
