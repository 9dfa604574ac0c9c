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
HOW = ("`more`, once a seed: went on from the weights of the release before, which had seen none of the later texts, with three passes over the later "
       "texts and one over those before; the mean of the seeds' weights ships. The held texts, one author in six of the batches since sa, were in no "
       "seed of this release or of the one before: what ships reads them as bytes and gives the scores, limits for one group of their authors from the "
       "other group. The light tier's quarter of those scores comes from one trained on the open half of the authors, where no held one is.")


def write(own, cache, pieces, seeds):
    """Chooses limits, writes everything."""
    import train

    states = [torch.load(os.path.join(cache, f"all-{seed}.pt")) for seed in seeds]
    model = net.Net(len(pieces.lines))
    model.load_state_dict({key: sum(it[key] for it in states) / len(states) for key in states[0]})
    held = [it for it in own if train.is_held(it)]
    alone = train.logits(export.shipped(model), held)
    light = {}
    with open(os.path.join(cache, "light-blind.jsonl"), encoding="utf-8") as lines:
        for line in lines:
            text, row = json.loads(line)
            light[text] = row
    both = [score.mixed(value, light[it.text]) for it, value in zip(held, alone)]
    print("== the transformer alone")
    scores = {"transformer alone": score.report(score.crossed(held, alone))}
    print("\n== together with the light tier")
    scores["full tier"] = score.report(score.crossed(held, both))
    hard = [(it, value) for it, value in zip(held, both) if it.hard]
    print("\n== of these, the hard ones")
    scores["full tier, hard ones"] = score.report(score.crossed(*zip(*hard)))
    limits = score.thresholds(held, both)
    # The weights of the release before, until they are written over.
    began_from = digest(os.path.join(WEIGHTS, "full.bin"))
    size = export.write(model, pieces, limits, os.path.join(WEIGHTS, "full.bin"))
    stored(model, own)
    said = {
        "command": "python3 crates/reknit-coach/training/full/train.py",
        "began_from": began_from,
        "seeds": seeds,
        "bytes": size,
        "sha256": digest(os.path.join(WEIGHTS, "full.bin")),
        "limits": limits,
        "data": {os.path.relpath(path, folder): digest(path) for folder, path in sources()},
        "how": HOW,
        "held": scores,
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
