"""Trains the teacher and asks its opinion. Seeded; two threads.

    python3 teach.py learn     learns from the open half, to cache/teacher.pt; its scores on the blind half are printed
    python3 teach.py judge     what it thinks of public texts, and of every text of ours that it never saw, to cache/soft.pt
"""
import os
import random
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ.get("TEACHER_THREADS", "2")

import torch

import items
import loss
import net
import score
import teacher
from train import CACHE, keep_memory

SIZE, RATE = 32, 5e-5
N_PASSES = 2
# Batches that no teacher learns from: of these its opinions are those of a stranger.
UNSEEN = {"na", "nb", "nc", "nd", "ne", "nf", "ng", "oa", "of"}


def name(it):
    """What an opinion of this text is kept by."""
    return it.id or it.text


class Kept:
    """States of texts that were read before: the lower half never changes."""

    PATH = os.path.join(CACHE, "teacher-lower.pt")

    def __init__(self):
        self.states = torch.load(self.PATH) if os.path.exists(self.PATH) else {}

    def save(self):
        torch.save(self.states, self.PATH)


class Read:
    """Texts, cut for the teacher, and what its lower half makes of them, in half precision."""

    def __init__(self, model, some):
        self.items, pieces = some, teacher.vocabulary()
        self.rows = [teacher.pieces_of(it, pieces) for it in some]
        kept = Kept()
        order = sorted((i for i, it in enumerate(some) if name(it) not in kept.states), key=lambda i: len(self.rows[i][0]))
        model.eval()
        begun = time.time()
        with torch.no_grad():
            for at in range(0, len(order), 64):
                chosen = order[at: at + 64]
                longest = max(len(self.rows[i][0]) for i in chosen)
                ids = torch.full((len(chosen), longest), teacher.PAD)
                for k, i in enumerate(chosen):
                    ids[k, : len(self.rows[i][0])] = torch.tensor(self.rows[i][0])
                lower = model.lower(ids, ids != teacher.PAD)
                for k, i in enumerate(chosen):
                    kept.states[name(some[i])] = lower[k, : len(self.rows[i][0])].to(torch.bfloat16)
        print(f"read {len(order)} texts in {time.time() - begun:.0f} s, {len(some) - len(order)} known", flush=True)
        if order:
            kept.save()
        self.states = [kept.states[name(it)] for it in some]

    def batch(self, chosen):
        """`states, there, own, tags` of some texts, padded."""
        longest = -(-max(len(self.rows[i][0]) for i in chosen) // 8) * 8
        x = torch.zeros(len(chosen), longest, teacher.WIDTH)
        there = torch.zeros(len(chosen), longest, dtype=torch.bool)
        own = torch.zeros_like(there)
        tags = torch.full((len(chosen), longest, len(net.HABITS)), -1.0)
        for k, i in enumerate(chosen):
            ids, is_own, at = self.rows[i]
            x[k, : len(ids)] = self.states[i].float()
            there[k, : len(ids)] = True
            own[k, : len(ids)] = torch.tensor(is_own)
            for place, word in enumerate(at):
                if word >= 0:
                    tags[k, place] = torch.tensor(self.items[i].marks[word])
        return x, there, own, tags


def fit(model, read, known):
    """Trains the upper half in place on the texts at `known`."""
    torch.manual_seed(1)
    dice = random.Random(1)
    at = {id(it): i for i, it in enumerate(read.items)}
    plan, n = [], len(known) / SIZE * N_PASSES
    some = [read.items[i] for i in known]
    some += [it for it in some if "habits" not in it.labels]
    while len(plan) < n:
        plan += items.batches(some, SIZE, dice)
    plan = plan[: int(n)]
    upper, heads = [], []
    for name, value in model.named_parameters():
        if value.requires_grad:
            (heads if name.startswith(("heads", "tags")) else upper).append(value)
    optimiser = torch.optim.AdamW([{"params": upper, "lr": RATE, "weight_decay": 0.02}, {"params": heads, "lr": RATE * 20, "weight_decay": 0.02}],
                                  betas=(0.9, 0.98), eps=1e-6, fused=True)
    n, warm = len(plan), max(20, len(plan) // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda i: min((i + 1) / warm, max(0.02, (n - i) / (n - warm))))
    model.train()
    begun, told = time.time(), 0.0
    for i, batch in enumerate(plan):
        x, there, own, tags = read.batch([at[id(it)] for it in batch])
        cost = loss.total(model.upper(x, there, own), batch, tags)
        optimiser.zero_grad(set_to_none=True)
        cost.backward()
        torch.nn.utils.clip_grad_norm_([*upper, *heads], 1.0)
        optimiser.step()
        schedule.step()
        told = 0.97 * told + 0.03 * cost.item()
        if i % 50 == 49:
            print(f"teacher {i + 1}/{n} loss {told / (1 - 0.97 ** (i + 1)):.3f} {time.time() - begun:.0f} s", flush=True)


@torch.no_grad()
def logits(model, read, chosen):
    """By head, and `tags` by word, for the texts at `chosen`, in that order."""
    model.eval()
    out = {}
    order = sorted(chosen, key=lambda i: len(read.rows[i][0]))
    for start in range(0, len(order), 64):
        some = order[start: start + 64]
        x, there, own, _ = read.batch(some)
        got = model.upper(x, there, own)
        for k, i in enumerate(some):
            out[i] = {name: value[k] for name, value in got.items() if name != "tags"}
            tags = [[0.0] * len(net.HABITS)] * len(read.items[i].words)
            for place, word in enumerate(read.rows[i][2]):
                if word >= 0:
                    tags[word] = got["tags"][k, place].sigmoid().tolist()
            out[i]["tags"] = tags
    return [out[i] for i in chosen]


def opinion(got):
    """Logits as what a student learns: shares, rounded."""
    out = {name: (value.softmax(0) if name in ("act", "danger") else value.sigmoid()).tolist() for name, value in got.items() if name != "tags"}
    out = {name: [round(it, 4) for it in row] for name, row in out.items()}
    out["tags"] = [[round(it, 3) for it in row] for row in got["tags"]]
    return out


def main():
    keep_memory()
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(1)
    model = teacher.fresh()
    own = items.hand()
    if sys.argv[1] == "judge":
        model.load_state_dict(torch.load(os.path.join(CACHE, "teacher.pt")), strict=False)
        some = [it for it in own if not is_known(it)] + items.unlabelled()
        read = Read(model, some)
        soft = {name(it): opinion(got) for it, got in zip(some, logits(model, read, range(len(some))))}
        torch.save(soft, os.path.join(CACHE, "soft.pt"))
        return
    own = [it for it in own if it.id.split("-")[0] not in UNSEEN]
    read = Read(model, own)
    known = [i for i, it in enumerate(own) if is_known(it)]
    other = [i for i, it in enumerate(own) if not is_known(it)]
    fit(model, read, known)
    learnt = {key: value for key, value in model.state_dict().items() if key.startswith(("layers", "heads", "tags"))}
    torch.save(learnt, os.path.join(CACHE, "teacher.pt"))
    score.report(score.crossed([own[i] for i in other], logits(model, read, other)))


def is_known(it):
    """Whether the teacher learns from this text."""
    return it.id.split("-")[0] not in UNSEEN and items.half(it.author)


if __name__ == "__main__":
    main()
