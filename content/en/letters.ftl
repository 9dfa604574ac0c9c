# Letters: writing one, reading one, what it did to you.

refused-incomplete = A letter needs at least what you did, and that it was yours.
refused-early = One letter a week. This one can wait until then.
