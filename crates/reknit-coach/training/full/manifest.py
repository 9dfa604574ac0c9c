"""Limits, weights, manifest and stored logits: what `weights/` gets of a training."""
import glob
import hashlib
import json
import os

import torch

import export
import items
import net
import public
import score

WEIGHTS = os.path.join(os.path.dirname(os.path.dirname(public.HERE)), "weights")
# Every so many texts, one is kept with its logits, for the test that compares this with Rust.
KEEP_EVERY = 60


def write(own, cache, pieces, seeds):
    """Chooses limits, writes everything."""
    got = {}
    for name in ("open", "blind"):
        if os.path.exists(os.path.join(cache, f"{name}.pt")):
            got.update(torch.load(os.path.join(cache, f"{name}.pt")))
    known = [it for it in own if it.id in got]
    limits = score.thresholds(known, [got[it.id] for it in known])
    scores = {}
    for name, one in (("blind half", 0), ("open half", 1)):
        asked = [it for it in known if items.half(it.author) == one]
        if asked:
            print(f"\n== {name}, read by a model that knows the other half only")
            scores[name] = score.report(score.crossed(asked, [got[it.id] for it in asked]))
    states = [torch.load(os.path.join(cache, f"all-{seed}.pt")) for seed in seeds]
    model = net.Net(len(pieces.lines))
    model.load_state_dict({key: sum(it[key] for it in states) / len(states) for key in states[0]})
    size = export.write(model, pieces, limits, os.path.join(WEIGHTS, "full.bin"))
    stored(model, own)
    said = {
        "command": "python3 crates/reknit-coach/training/full/train.py",
        "seeds": seeds,
        "bytes": size,
        "sha256": digest(os.path.join(WEIGHTS, "full.bin")),
        "limits": limits,
        "data": {os.path.relpath(path, folder): digest(path) for folder, path in sources()},
        "scores": {"how": "each half read by a model trained on the other half with the same recipe, as bytes; limits for one group of its "
                          "authors from the other group. The shipped weights are trained on both halves: no unseen text is left to measure them on", **scores},
    }
    with open(os.path.join(WEIGHTS, "full.json"), "w", encoding="utf-8") as file:
        json.dump(said, file, indent=1)
        file.write("\n")


def sources():
    """All files that training reads, each with the folder its name is told from."""
    for path in sorted(glob.glob(os.path.join(items.TEXTS, "*.jsonl"))):
        yield items.TEXTS, path
    for path in sorted(glob.glob(os.path.join(public.folder(), "*", "*.[ct]sv"))):
        yield public.folder(), path


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stored(model, own):
    """Some texts with the logits they must get in Rust."""
    import train

    some = own[::KEEP_EVERY]
    got = train.logits(export.shipped(model), some)
    with open(os.path.join(WEIGHTS, "full-logits.jsonl"), "w", encoding="utf-8") as file:
        for it, value in zip(some, got):
            flat = torch.cat([value[head] for head in export.ORDER]).tolist()
            line = {"id": it.id, "text": it.text, "to": it.said or None, "logits": [round(x, 4) for x in flat]}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
