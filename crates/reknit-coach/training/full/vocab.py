"""Cuts the word pieces of MiniLM to the ones that plain talk uses. Writes `vocab.txt`: python3 vocab.py

Kept are all single characters, the pieces met at least twice in the public data, and then BERT's own order, which is close to the
order of frequency in English, until the list is full.
"""
import collections
import os

import public
import words

SIZE = 11_000


def main():
    with open(os.path.join(words.minilm(), "vocab.txt"), encoding="utf-8") as file:
        lines = file.read().split("\n")[:-1]
    whole = words.Pieces(lines)
    whole.ids = {piece: at for at, piece in enumerate(lines)}
    met = collections.Counter()
    for text in public.texts():
        for word, _, _ in words.words(text):
            at = 0
            # The vocabulary's own ids, not ours: `cut` only knows whether a piece is there.
            while at < len(word) and len(word) <= words.PIECE_CHARS_MAX:
                for end in range(len(word), at, -1):
                    piece = ("##" if at else "") + word[at:end]
                    if piece in whole.ids:
                        met[piece] += 1
                        at = end
                        break
                else:
                    break
    kept = list(words.SPECIAL)
    seen = set(kept)

    def keep(pieces):
        for piece in pieces:
            if piece not in seen and len(kept) < SIZE and not piece.startswith("[unused"):
                seen.add(piece)
                kept.append(piece)

    latin = lambda piece: all(ord(char) < 0x250 or 0x2000 <= ord(char) < 0x2e80 for char in piece)
    useful = lambda piece: not piece.startswith("##") or piece[2:].isalnum()
    keep(piece for piece in lines if len(piece.removeprefix("##")) == 1 and latin(piece) and useful(piece))
    keep(piece for piece, count in sorted(met.items(), key=lambda it: (-it[1], it[0])) if count >= 3)
    n_met = len(kept)
    keep(piece for piece in lines if piece.isascii())
    kept[len(words.SPECIAL):] = sorted(kept[len(words.SPECIAL):])
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "vocab.txt"), "w", encoding="utf-8") as file:
        file.write("\n".join(kept) + "\n")
    print(f"{len(kept)} pieces, {n_met} of them by use, {len(met)} met")


main()
