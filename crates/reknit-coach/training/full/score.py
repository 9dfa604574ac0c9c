"""Scores of logits against labels, in the terms of the issue, and thresholds."""
import torch

import net


def gathered(some, got, head):
    """`(probabilities, labels)` of one head over the items that have it."""
    rows = [(value[head], it.labels[head]) for it, value in zip(some, got) if head in it.labels]
    return torch.stack([value for value, _ in rows]).sigmoid(), torch.tensor([y for _, y in rows])


def f1(tp, fp, fn, _=0):
    return 2 * tp / max(1, 2 * tp + fp + fn)


def counts(p, y, t):
    said, there = p >= t, y > 0.5
    return int((said & there).sum()), int((said & ~there).sum()), int((~said & there).sum()), int((~said & ~there).sum())


GRID = [i / 100 for i in range(4, 97)]


def best(p, y, value):
    """The threshold with the highest value, smoothed over its neighbours so that one lucky text does not set it."""
    raw = [value(*counts(p, y, t)) for t in GRID]
    smooth = [sum(raw[max(0, i - 3): i + 4]) / len(raw[max(0, i - 3): i + 4]) for i in range(len(raw))]
    return GRID[max(range(len(GRID)), key=lambda i: smooth[i])]


def cautious(tp, fp, fn, _):
    """For habits: an F that minds a false alarm twice as much as a miss."""
    return 1.5 * tp / max(1e-9, 1.5 * tp + 0.5 * fn + fp)


def even(tp, fp, fn, tn):
    """For what is there or not: the mean F1 of both."""
    return (f1(tp, fp, fn) + f1(tn, fn, fp)) / 2


# How many of the texts that people show the coach may hold danger: one in twelve. Ours hold twice as many and more, written to teach it: a limit
# that suits them would mark too much.
DANGER_SHARE = 0.08


def rare(tp, fp, fn, tn):
    """For danger: F1 where danger is as rare as in life."""
    weigh = (tp + fn) * (1 - DANGER_SHARE) / DANGER_SHARE / max(1, fp + tn)
    return f1(tp, fp * weigh, fn)


VALUE = {"habits": cautious, "parts": f1, "faults": f1, "empathy": even, "risk": rare}
NAMES = {"habits": net.HABITS, "parts": net.PARTS, "faults": net.FAULTS, "empathy": net.EMPATHY, "risk": ["risk"]}


# How many harmless messages may be marked: the issue asks for eight in a hundred at most, on texts that nobody has seen.
FALSE_ALARMS_MAX = 0.06


def thresholds(some, got):
    """A threshold per label of each head; those of habits are raised until few enough harmless messages are marked."""
    out = {}
    for head, value in VALUE.items():
        p, y = gathered(some, got, head)
        out[head] = [best(p[:, i], y[:, i], value) for i in range(p.shape[1])]
        if head == "habits":
            calm = p[y.sum(1) == 0]
            while (calm >= torch.tensor(out[head])).any(1).float().mean() > FALSE_ALARMS_MAX:
                out[head] = [round(it + 0.01, 2) for it in out[head]]
    return out


# How much of what is read is the light tier's; `src/full.rs` says the same.
LIGHT_SHARE = 0.25


def mixed(got, light):
    """Logits of both tiers together, as `src/full.rs` mixes them; `light` are the light tier's probabilities, one a label."""
    weighed = lambda own, other: own + (other - own) * LIGHT_SHARE
    light, out, at = torch.tensor(light).clamp(1e-5, 1 - 1e-5), {}, 0
    for head, n in net.HEADS.items():
        p = light[at: at + n]
        at += n
        if head in ("act", "danger"):
            out[head] = weighed(got[head].log_softmax(0), p.log())
        else:
            out[head] = weighed(got[head], (p / (1 - p)).log())
    return out


def crossed(some, got):
    """Two groups of authors, each with the limits that suit the other: `report` then flatters nobody."""
    authors = sorted({it.author for it in some})
    groups = [[(it, value) for it, value in zip(some, got) if authors.index(it.author) % 2 == k] for k in (0, 1)]
    limits = [thresholds(*zip(*group)) for group in groups]
    return [(*zip(*groups[0]), limits[1]), (*zip(*groups[1]), limits[0])]


def report(parts):
    """Prints and gives all measures; `parts` are texts, their logits, and the limits to use for them."""
    kept = {}
    for head in NAMES:
        scores = []
        found = [(*gathered(some, got, head), limits[head]) for some, got, limits in parts]
        for i, name in enumerate(NAMES[head]):
            tp, fp, fn, tn = (sum(it) for it in zip(*(counts(p[:, i], y[:, i], limits[i]) for p, y, limits in found)))
            scores.append(f1(tp, fp, fn))
            kept[name] = {"precision": round(tp / max(1, tp + fp), 3), "recall": round(tp / max(1, tp + fn), 3), "n": tp + fn}
            kept[name]["macro-F1"] = round(even(tp, fp, fn, tn), 3)
            print(f"{head:8} {name:20} P {tp / max(1, tp + fp):.2f} R {tp / max(1, tp + fn):.2f} F1 {scores[-1]:.2f}  n {tp + fn}")
        kept[head + " macro-F1"] = round(sum(scores) / len(scores), 3)
        print(f"{head:8} {'mean':20} F1 {kept[head + ' macro-F1']:.3f}")
        if head == "habits":
            alarms = torch.cat([(p >= torch.tensor(limits)).any(1)[y.sum(1) == 0] for p, y, limits in found])
            kept["false alarms in 100 harmless"] = round(100 * alarms.float().mean().item(), 1)
            print(f"false alarms in 100 harmless: {kept['false alarms in 100 harmless']}")
    pairs = [(it, value) for some, got, _ in parts for it, value in zip(some, got)]
    right = [value["danger"].argmax().item() == it.labels["danger"].index(1.0) for it, value in pairs if sum(it.labels["danger"])]
    kept["kind of danger"] = round(sum(right) / max(1, len(right)), 3)
    print(f"danger   the right kind, where there is danger: {kept['kind of danger']:.2f}")
    rows = [(value["act"].argmax().item(), it.labels["act"]) for it, value in pairs if "act" in it.labels]
    scores = []
    for i, name in enumerate(net.ACTS):
        tp = sum(a == i == b for a, b in rows)
        fp = sum(a == i != b for a, b in rows)
        fn = sum(b == i != a for a, b in rows)
        scores.append(f1(tp, fp, fn))
        print(f"act      {name:20} P {tp / max(1, tp + fp):.2f} R {tp / max(1, tp + fn):.2f} F1 {scores[-1]:.2f}  n {tp + fn}")
    kept["act macro-F1"] = round(sum(scores) / len(scores), 3)
    print(f"act      {'mean':20} F1 {kept['act macro-F1']:.3f}", flush=True)
    return kept
