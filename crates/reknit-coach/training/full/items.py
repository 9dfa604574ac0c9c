"""Labelled texts as word lists with labels, made rougher while training, and put into batches."""
import glob
import json
import os
import random
import re

import torch

import net
import public
import words

TEXTS = os.path.join(os.path.dirname(public.HERE), "texts")
# What the reply's partner said is cut to so many pieces, the reply to the rest.
TO_MAX = 80


class Item:
    """One text: words, a habit mark per word, labels by head."""

    def __init__(self, text, labels, to="", spans=(), author="", hard=False, id=""):
        self.id, self.text, self.said, self.author, self.hard = id, text, to, author, hard
        found = words.words(text)
        self.spans = list(spans)
        self.words = [word for word, _, _ in found]
        self.marks = [[float(any(h == habit and s < end and start < e for h, s, e in spans)) for habit in net.HABITS]
                      for _, start, end in found] if spans else [[0.0] * 4] * len(found)
        self.to = [word for word, _, _ in words.words(to)] if to else []
        self.labels = labels


def hand():
    """The hand-written texts, in the order of their files."""
    out = []
    for file in sorted(glob.glob(os.path.join(TEXTS, "*.jsonl"))):
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    try:
                        out.append(labelled(json.loads(line)))
                    except ValueError:
                        continue
    return out


def one_hot(names, known):
    return [float(it in names) for it in known]


def labelled(it):
    """An item of a line of `texts/`."""
    danger = it.get("danger", "none")
    labels = {"risk": [float(danger != "none")]}
    labels["danger"] = one_hot([danger], net.DANGERS)
    spans = []
    if it["kind"] == "message":
        labels["habits"] = one_hot([habit for habit, _ in it["habits"]], net.HABITS)
        for habit, piece in it["habits"]:
            at = it["text"].find(piece)
            if at >= 0:
                spans.append((habit, at, at + len(piece)))
    elif it["kind"] == "apology":
        labels["parts"] = one_hot(it["parts"], net.PARTS)
        labels["faults"] = one_hot(it["faults"], net.FAULTS)
    else:
        labels["act"] = net.ACTS.index(it["act"])
        labels["empathy"] = one_hot(it["empathy"], net.EMPATHY)
    return Item(it["text"], labels, it.get("to") or "", spans, it["author"], bool(it.get("hard")), it["id"])


def half(author):
    """Odd-numbered authors are open (1), even ones blind (0)."""
    return int(re.findall(r"\d+", author)[-1]) % 2


def auxiliary():
    """The public data."""
    out = []
    for at, (text, ids) in enumerate(public.emotions()):
        # Half is enough; of what the raters felt nothing in, a sixth.
        if at % (6 if ids == [27] else 2):
            continue
        out.append(Item(text, {"emotions": [float(i in ids) for i in range(28)]}))
    out += [Item(text, {"advice": [float(y)]}) for text, y in list(public.advice())[::2]]
    out += [Item(text, {"polite": [y]}) for text, y in public.politeness()]
    out += [Item(text, {"receptive": [y]}) for text, y in public.receptiveness()]
    return out


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def typo(word, dice):
    """A slip of the finger."""
    at = dice.randrange(len(word) - 1)
    kind = dice.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    if kind == 1:
        return word[:at] + word[at + 1:]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + dice.choice(LETTERS) + word[at + 1:]


SHORT = {"you": "u", "are": "r", "your": "ur", "because": "cos", "and": "n", "to": "2", "please": "pls", "people": "ppl", "tomorrow": "tmrw",
         "with": "w", "about": "abt", "know": "kno", "really": "rly", "though": "tho", "going": "goin", "something": "smth", "okay": "ok"}


def rougher(item, dice):
    """Words and marks of one training pass: sometimes without marks of punctuation, with slips, short forms and joined contractions."""
    roll = dice.random
    bare, slips, brief, joins = roll() < 0.25, roll() < 0.25, roll() < 0.12, roll() < 0.25
    out, marks = [], []
    for at, (word, mark) in enumerate(zip(item.words, item.marks)):
        if word in "'’" and joins and out and at + 1 < len(item.words) and item.words[at + 1] in ("t", "s", "m", "re", "ve", "ll", "d"):
            continue
        if joins and at >= 2 and item.words[at - 1] == "'" and word in ("t", "s", "m", "re", "ve", "ll", "d") and out:
            out[-1] += word
            continue
        if bare and not word.isalnum() and word in ".,!?;:'\"-" and roll() < 0.8:
            continue
        if brief and word in SHORT and roll() < 0.7:
            word = SHORT[word]
        elif slips and len(word) > 3 and word.isalpha() and roll() < 0.08:
            word = typo(word, dice)
        out.append(word)
        marks.append(mark)
    return out, marks


def joined(a, b):
    """Two texts of one kind, one after the other: what either holds, both hold."""
    out = Item("", {})
    out.words, out.marks, out.to = a.words + b.words, list(a.marks) + list(b.marks), []
    out.labels = {name: [max(x, y) for x, y in zip(a.labels[name], b.labels[name])] for name in a.labels}
    if sum(a.labels["danger"]):
        out.labels["danger"] = a.labels["danger"]
    return out


def pieces_of(item, cut, dice=None):
    """`ids, sides, shared, own, marks` of one item, cut to the length that fits."""
    text, marks = rougher(item, dice) if dice else (item.words, item.marks)
    to = item.to
    if dice and to and dice.random() < 0.1 and item.labels.get("act") not in (0, 1):
        to = []
    ids, sides, shared, own, tags = [words.CLS], [0], [0.0], [True], [[-1.0] * 4]
    there = {it for it in to if it.isalnum()}
    if to:
        here = set(text)
        for word in to:
            for piece in cut(word):
                ids.append(piece)
                shared.append(float(word in here and word in there))
        # The end: a reply answers what was said last.
        ids[1:], shared[1:] = ids[1:][-TO_MAX:], shared[1:][-TO_MAX:]
        ids.append(words.SEP)
        shared.append(0.0)
        sides += [0] * (len(ids) - 1)
        own += [False] * (len(ids) - 1)
        tags += [[-1.0] * 4] * (len(ids) - 1)
    side = int(bool(to))
    for word, mark in zip(text, marks):
        for piece in cut(word):
            ids.append(words.MASK if dice and dice.random() < 0.05 else piece)
            sides.append(side)
            shared.append(float(word in there))
            own.append(True)
            tags.append(mark)
    n = net.N_POSITIONS - 1
    ids, sides, shared, own, tags = ids[:n], sides[:n], shared[:n], own[:n], tags[:n]
    return ids + [words.SEP], sides + [side], shared + [0.0], own + [True], tags + [[-1.0] * 4]


def tensors(rows):
    """One padded batch of `pieces_of`."""
    # Few different lengths: the kernels are made per shape.
    longest = -(-max(len(row[0]) for row in rows) // 8) * 8
    pad = lambda at, fill: [list(row[at]) + [fill] * (longest - len(row[at])) for row in rows]
    ids = torch.tensor(pad(0, 0))
    own = torch.tensor(pad(3, False))
    tags = torch.tensor(pad(4, [-1.0] * 4))
    return ids, torch.tensor(pad(1, 0)), torch.tensor(pad(2, 0.0)), ids != 0, own, tags


def batches(items, size, dice):
    """Shuffled batches of texts that are about as long as one another, each with one set of heads."""
    by = {}
    for item in items:
        by.setdefault(tuple(sorted(item.labels)), []).append(item)
    out = []
    for _, group in sorted(by.items()):
        group = group[:]
        dice.shuffle(group)
        for at in range(0, len(group), size * 12):
            chunk = sorted(group[at: at + size * 12], key=lambda it: len(it.words) + len(it.to))
            out += [chunk[i: i + size] for i in range(0, len(chunk), size)]
    dice.shuffle(out)
    return out
