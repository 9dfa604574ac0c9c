"""Trains the full tier. Seeded; one thread, so that the sums come out the same.

    python3 train.py public              the encoder on the public data, to cache/public.pt
    python3 teach.py learn, teach.py judge       the teacher and its opinions
    python3 train.py half                trained on the open half and what the teacher thinks of public texts; logits of the blind half to cache/open.pt
    python3 train.py all SEED            trained on all texts and all the teacher's opinions, to cache/all-SEED.pt
    cargo xtask coach train --blind-scores cache/light-blind.jsonl      the light tier's scores of the blind half
    python3 train.py write SEED …        limits from the blind half; the seeds' mean, rounded, to weights/full.bin, with manifest
    python3 train.py                     all of that, in order: two to three hours on two cores
"""
import copy
import ctypes
import os
import random
import subprocess
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch

import export
import items
import loss
import manifest
import net
import score
import words

CACHE = os.environ.get("REKNIT_TRAIN_CACHE", os.path.join(os.path.dirname(os.path.abspath(__file__)), "cache"))
PIECES = words.Pieces.load(os.path.join(os.path.dirname(os.path.abspath(__file__)), "vocab.txt"))
BATCH = int(os.environ.get("BATCH", 16))
N_EPOCHS = float(os.environ.get("EPOCHS", 2))
RATE = float(os.environ.get("RATE", 2e-4))
# How much of what is learnt of a text of ours is a teacher's opinion, where there is one.
SOFT = 0.5


def loss_of(model, batch, dice):
    """What a batch costs."""
    rows = [items.pieces_of(it, PIECES.cut, dice) for it in batch]
    ids, sides, shared, seen, own, tags = items.tensors(rows)
    out = model(ids, sides, shared, seen, own, sorted(batch[0].targets))
    return loss.total(out, batch, tags)


def groups(model, rate):
    """Lower layers learn slower; heads faster."""
    out, heads = [], []
    for name, value in model.named_parameters():
        if not value.requires_grad:
            continue
        if name.startswith(("heads", "tags")):
            heads.append(value)
            continue
        depth = int(name.split(".")[1]) + 1 if name.startswith("layers") else 0
        scale = 0.9 ** (net.N_LAYERS - depth)
        decay = 0.0 if value.dim() < 2 else 0.02
        out.append({"params": [value], "lr": rate * scale, "weight_decay": decay})
    return out + [{"params": heads, "lr": rate * 8, "weight_decay": 0.02}]


def fit(model, own, judged, n_epochs, rate, seed, say="", size=BATCH):
    """Trains in place: so many passes over `own`, one over what teachers judged. Gives the running mean of the weights."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    plan = []
    while len(plan) < len(own) / size * n_epochs:
        epoch = list(own)
        for kind in ("habits", "parts"):
            group = [it for it in own if kind in it.labels]
            for _ in range(len(group) // 10):
                epoch.append(items.joined(*dice.sample(group, 2)))
        plan += items.batches(epoch, size, dice)
    if judged:
        plan += items.batches(judged, size, dice)
        dice.shuffle(plan)
        # The last tenth is about our own texts only.
        is_own = lambda batch: bool(batch[0].labels)
        end = [batch for batch in plan if is_own(batch)][-len(plan) // 10:]
        kept = {id(batch) for batch in end}
        plan = [batch for batch in plan if id(batch) not in kept] + end
    optimiser = torch.optim.AdamW(groups(model, rate), betas=(0.9, 0.98), eps=1e-6, fused=True)
    n, warm = len(plan), max(20, len(plan) // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda i: min((i + 1) / warm, max(0.02, (n - i) / (n - warm))))
    mean = copy.deepcopy(model)
    model.train()
    start, told = time.time(), 0.0
    for i, batch in enumerate(plan):
        loss = loss_of(model, batch, dice)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if i % 5 == 4:
            # About the last tenth of the way.
            keep = 1 - min(1.0, 50 / n)
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.parameters()), list(model.parameters()), 1 - keep)
        told = 0.97 * told + 0.03 * loss.item()
        if i % 100 == 99:
            print(f"{say} {i + 1}/{n} loss {told / (1 - 0.97 ** (i + 1)):.3f} {time.time() - start:.0f} s", flush=True)
    return mean


@torch.no_grad()
def logits(model, some):
    """Logits of each item, by head; `tags` only where there are habits."""
    model.eval()
    order = sorted(range(len(some)), key=lambda i: len(some[i].words) + len(some[i].to))
    out = [None] * len(some)
    for at in range(0, len(order), 32):
        chosen = order[at: at + 32]
        rows = [items.pieces_of(some[i], PIECES.cut) for i in chosen]
        ids, sides, shared, seen, own, _ = items.tensors(rows)
        got = model(ids, sides, shared, seen, own, sorted(net.HEADS))
        for k, i in enumerate(chosen):
            out[i] = {name: value[k].float() for name, value in got.items() if name != "tags"}
            out[i]["tags"] = got["tags"][k][own[k]].float()
    return out


def started():
    """A net that has seen the public data, if there is one."""
    model = net.fresh(PIECES)
    at = os.path.join(CACHE, "public.pt")
    if os.path.exists(at):
        model.load_state_dict(torch.load(at), strict=False)
    # Word pieces and places are left as the public data made them: our texts are too few to move them well, and it saves a third.
    for part in (model.piece, model.place):
        part.weight.requires_grad_(False)
    return model


def rare(some):
    """Apologies and replies: a sixth and an eighth of what there is, so they are read twice a pass."""
    return [it for it in some if "habits" not in it.labels]


def keep_memory():
    """Has the allocator keep what was freed: every batch asks for the same again, and new pages cost a fifth of the time."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        trim_threshold, mmap_max = -1, -4
        libc.mallopt(mmap_max, 0)
        libc.mallopt(trim_threshold, 2**31 - 1)


def opinions():
    """What the teacher thinks, by id or text; and the public texts, to be learnt as it sees them."""
    soft = torch.load(os.path.join(CACHE, "soft.pt"))
    return soft, [it.learns(soft[it.text], 1.0) for it in items.unlabelled()]


def main():
    keep_memory()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    os.makedirs(CACHE, exist_ok=True)
    if len(sys.argv) == 1:
        for script, *step in (("train", "public"), ("teach", "learn"), ("teach", "judge"), ("train", "half"), ("train", "all", "1")):
            subprocess.run([sys.executable, os.path.join(os.path.dirname(__file__), script + ".py"), *step], check=True)
        subprocess.run(["cargo", "xtask", "coach", "train", "--blind-scores", os.path.join(CACHE, "light-blind.jsonl")], check=True)
        subprocess.run([sys.executable, __file__, "write", "1"], check=True)
        return
    what, rest = sys.argv[1], sys.argv[2:]
    if what == "public":
        model = net.fresh(PIECES)
        averaged = fit(model, items.auxiliary(), [], 1, 2e-4, 1, say="public", size=64)
        torch.save(averaged.state_dict(), os.path.join(CACHE, "public.pt"))
        return
    own = items.hand()
    print(len(own), "texts", flush=True)
    if what == "half":
        known = [it for it in own if items.half(it.author)]
        other = [it for it in own if not items.half(it.author)]
        averaged = fit(started(), known + rare(known), opinions()[1], N_EPOCHS, RATE, 1, "half")
        torch.save(averaged.state_dict(), os.path.join(CACHE, "open-weights.pt"))
        got = logits(export.shipped(averaged), other)
        torch.save({it.id: value for it, value in zip(other, got)}, os.path.join(CACHE, "open.pt"))
        score.report(score.crossed(other, got))
    elif what == "all":
        soft, public = opinions()
        for it in own:
            if it.id in soft:
                it.learns(soft[it.id], SOFT)
        seed = int(rest[0])
        averaged = fit(started(), own + rare(own), public, N_EPOCHS, RATE, seed, f"all {seed}")
        torch.save(averaged.state_dict(), os.path.join(CACHE, f"all-{seed}.pt"))
    elif what == "write":
        manifest.write(own, CACHE, PIECES, rest)


if __name__ == "__main__":
    main()
