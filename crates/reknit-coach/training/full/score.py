"""Scores of logits against labels, in the terms of the issue, and thresholds."""
import torch

import net


def gathered(some, got, head):
    """`(probabilities, labels)` of one head over the items that have it."""
    rows = [(value[head], it.labels[head]) for it, value in zip(some, got) if head in it.labels]
    return torch.stack([value for value, _ in rows]).sigmoid(), torch.tensor([y for _, y in rows])


def f1(tp, fp, fn):
    return 2 * tp / max(1, 2 * tp + fp + fn)


def counts(p, y, t):
    said, there = p >= t, y > 0.5
    return int((said & there).sum()), int((said & ~there).sum()), int((~said & there).sum())


GRID = [i / 100 for i in range(4, 97)]


def best(p, y, value):
    """The threshold with the highest value, smoothed over its neighbours so that one lucky text does not set it."""
    raw = [value(*counts(p, y, t)) for t in GRID]
    smooth = [sum(raw[max(0, i - 3): i + 4]) / len(raw[max(0, i - 3): i + 4]) for i in range(len(raw))]
    return GRID[max(range(len(GRID)), key=lambda i: smooth[i])]


def cautious(tp, fp, fn):
    """For habits: recall, as long as precision holds."""
    precision, recall = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return recall - 4 * max(0.0, 0.86 - precision)


def watchful(tp, fp, fn):
    """For danger: recall and precision, each measured by its aim."""
    precision, recall = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return min(precision / 0.90, 1.05) + 1.5 * min(recall / 0.95, 1.03)


VALUE = {"habits": cautious, "parts": f1, "faults": f1, "empathy": f1, "risk": watchful}
NAMES = {"habits": net.HABITS, "parts": net.PARTS, "faults": net.FAULTS, "empathy": net.EMPATHY, "risk": ["risk"]}


def thresholds(some, got):
    """A threshold per label of each head."""
    out = {}
    for head, value in VALUE.items():
        p, y = gathered(some, got, head)
        out[head] = [best(p[:, i], y[:, i], value) for i in range(p.shape[1])]
    return out


def report(some, got, fixed=None):
    """Prints all; without `fixed`, thresholds are the best for these very texts, which flatters."""
    use = fixed or thresholds(some, got)
    kept = {}
    for head in NAMES:
        p, y = gathered(some, got, head)
        scores = []
        for i, name in enumerate(NAMES[head]):
            tp, fp, fn = counts(p[:, i], y[:, i], use[head][i])
            scores.append(f1(tp, fp, fn))
            kept[name] = {"precision": round(tp / max(1, tp + fp), 3), "recall": round(tp / max(1, tp + fn), 3), "n": tp + fn}
            print(f"{head:8} {name:20} t {use[head][i]:.2f}  P {tp / max(1, tp + fp):.2f} R {tp / max(1, tp + fn):.2f} F1 {scores[-1]:.2f}  n {tp + fn}")
        kept[head + " macro-F1"] = round(sum(scores) / len(scores), 3)
        print(f"{head:8} {'mean':20} F1 {sum(scores) / len(scores):.3f}")
        if head == "habits":
            calm = y.sum(1) == 0
            alarms = (p >= torch.tensor(use[head])).any(1)
            kept["false alarms in 100 harmless"] = round(100 * alarms[calm].float().mean().item(), 1)
            print(f"false alarms in 100 harmless: {100 * alarms[calm].float().mean():.1f}; any habit found {alarms[~calm].float().mean():.2f}")
    rows = [value["danger"].argmax().item() == it.labels["danger"].index(1.0) for it, value in zip(some, got) if sum(it.labels["danger"])]
    kept["kind of danger"] = round(sum(rows) / max(1, len(rows)), 3)
    print(f"danger   the right kind, where there is danger: {kept['kind of danger']:.2f}")
    rows = [(value["act"].argmax().item(), it.labels["act"]) for it, value in zip(some, got) if "act" in it.labels]
    scores = []
    for i, name in enumerate(net.ACTS):
        tp = sum(a == i == b for a, b in rows)
        fp = sum(a == i != b for a, b in rows)
        fn = sum(b == i != a for a, b in rows)
        scores.append(f1(tp, fp, fn))
        print(f"act      {name:20} P {tp / max(1, tp + fp):.2f} R {tp / max(1, tp + fn):.2f} F1 {scores[-1]:.2f}  n {tp + fn}")
    kept["act macro-F1"] = round(sum(scores) / len(scores), 3)
    print(f"act      {'mean':20} F1 {sum(scores) / len(scores):.3f}", flush=True)
    return kept
