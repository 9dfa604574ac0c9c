"""Trains the full tier. Seeded; one thread, so that the sums come out the same.

    python3 train.py public              the encoder on the public data, to cache/public.pt
    python3 train.py all SEED            from there on to our own texts, to cache/all-SEED.pt
    python3 train.py more SEED           in place of `all`: from the weights that ship on to texts that came after them
    cargo xtask coach train --blind-scores cache/light-blind.jsonl      the light tier's scores of texts it was not trained on
    python3 train.py write SEED …        the seeds' mean, measured on held texts, with limits from there, to weights/full.bin, with manifest
    python3 train.py                     all of that but `more`, in order: about three hours on two cores

No seed is trained on the held texts (`is_held`).
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
import torch.nn.functional as F

import export
import items
import manifest
import net
import score
import words

CACHE = os.environ.get("REKNIT_TRAIN_CACHE", os.path.join(os.path.dirname(os.path.abspath(__file__)), "cache"))
PIECES = words.Pieces.load(os.path.join(os.path.dirname(os.path.abspath(__file__)), "vocab.txt"))
BATCH = int(os.environ.get("BATCH", 16))
N_EPOCHS = float(os.environ.get("EPOCHS", 4))
RATE = float(os.environ.get("RATE", 2e-4))
# How many batches of public data there are for each batch of our own.
AUX_SHARE = float(os.environ.get("AUX", 0.1))
SMOOTH = 0.04
# The batches of texts that came after the weights of the release before.
LATER = {"wa", "wb", "wc", "wd", "we", "wf", "wg", "wh"}
# How much each head weighs, by the mean over its labels.
WEIGHT = {"habits": 3.0, "parts": 2.5, "faults": 2.5, "act": 2.0, "empathy": 1.5, "risk": 3.0, "danger": 2.0, "tags": 1.5,
          "emotions": 4.0, "advice": 0.6, "polite": 0.3, "receptive": 0.3}


def loss_of(model, batch, dice):
    """The weighed sum over the heads that the batch has labels for."""
    rows = [items.pieces_of(it, PIECES.cut, dice) for it in batch]
    ids, sides, shared, seen, own, tags = items.tensors(rows)
    heads = sorted(batch[0].labels)
    out = model(ids, sides, shared, seen, own, heads)
    total = 0.0
    for name in heads:
        logits = out[name].float()
        if name == "act":
            y = torch.tensor([it.labels[name] for it in batch])
            part = F.cross_entropy(logits, y, label_smoothing=0.08)
        elif name == "danger":
            # Which kind, where there is any.
            y = torch.tensor([it.labels[name] for it in batch])
            there = y.sum(1) > 0
            part = F.cross_entropy(logits[there], y[there].argmax(1), label_smoothing=0.05) * there.float().mean() if there.any() else 0.0
        else:
            y = torch.tensor([it.labels[name] for it in batch])
            if name in ("polite", "receptive"):
                part = F.mse_loss(logits, y)
            else:
                part = F.binary_cross_entropy_with_logits(logits, y * (1 - 2 * SMOOTH) + SMOOTH)
        total = total + WEIGHT[name] * part
    if "tags" in out:
        known = tags >= 0
        part = F.binary_cross_entropy_with_logits(out["tags"].float(), tags.clamp(min=0) * (1 - 2 * SMOOTH) + SMOOTH, reduction="none")
        total = total + WEIGHT["tags"] * (part * known).sum() / known.sum().clamp(min=1)
    return total


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


def fit(model, own, aux, n_epochs, rate, seed, aux_share=0.0, say="", size=BATCH):
    """Trains in place and gives the running mean of the weights."""
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
    if aux_share:
        some = dice.sample(aux, min(len(aux), int(len(plan) * aux_share) * size))
        plan += items.batches(some, size, dice)
        # The last fifth is about our own texts only.
        cut = int(len(plan) * 0.85)
        head = plan[:cut]
        dice.shuffle(head)
        plan = head + plan[cut:]
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


def is_held(it):
    """Whether a text only measures what ships, and chooses its limits: those of one author in six of the batches since `sa`."""
    batch, number = it.author.rsplit("-", 1)
    return batch >= "sa" and int(number) % 6 == 4


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


def main():
    keep_memory()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    os.makedirs(CACHE, exist_ok=True)
    if len(sys.argv) == 1:
        subprocess.run([sys.executable, __file__, "public"], check=True)
        seeds = ["1", "2"]
        both = [subprocess.Popen([sys.executable, __file__, "all", seed]) for seed in seeds]
        if any(it.wait() for it in both):
            raise SystemExit("a seed failed")
        subprocess.run(["cargo", "xtask", "coach", "train", "--blind-scores", os.path.join(CACHE, "light-blind.jsonl")], check=True)
        subprocess.run([sys.executable, __file__, "write", *seeds], check=True)
        return
    what, rest = sys.argv[1], sys.argv[2:]
    aux = items.auxiliary() if what != "write" else []
    if what == "public":
        model = net.fresh(PIECES)
        mean = fit(model, aux, [], 1, 2e-4, 1, say="public", size=64)
        torch.save(mean.state_dict(), os.path.join(CACHE, "public.pt"))
        return
    own = items.hand()
    known = [it for it in own if not is_held(it)]
    print(len(known), "texts to learn from,", len(own) - len(known), "held", flush=True)
    if what == "all":
        mean = fit(started(), known + rare(known), aux, N_EPOCHS, RATE, int(rest[0]), AUX_SHARE, f"all {rest[0]}")
        torch.save(mean.state_dict(), os.path.join(CACHE, f"all-{rest[0]}.pt"))
    elif what == "more":
        model = export.read(export.SHIPPED, net.fresh(PIECES))
        for part in (model.piece, model.place):
            part.weight.requires_grad_(False)
        later = [it for it in known if it.author.rsplit("-", 1)[0] in LATER]
        before = [it for it in known if it.author.rsplit("-", 1)[0] not in LATER]
        # Thrice what is new, once what it knows, with half the step: it may forget nothing.
        mean = fit(model, later * 3 + before, [], 1, RATE / 2, int(rest[0]), say=f"more {rest[0]}")
        torch.save(mean.state_dict(), os.path.join(CACHE, f"all-{rest[0]}.pt"))
    elif what == "write":
        manifest.write(own, CACHE, PIECES, rest)


if __name__ == "__main__":
    main()
