"""What a batch costs: the weighed sum over its heads. Student and teacher are trained by the same one."""
import torch
import torch.nn.functional as F

# How much each head weighs, by the mean over its labels.
WEIGHT = {"habits": 3.0, "parts": 2.5, "faults": 2.5, "act": 2.0, "empathy": 1.5, "risk": 2.0, "danger": 2.0, "tags": 1.5,
          "emotions": 4.0, "advice": 0.6, "polite": 0.3, "receptive": 0.3}
# Labels are given by people, and people slip: nothing is learnt as quite certain.
SMOOTH = 0.04


def choice(logits, y, smooth):
    """Cross-entropy against shares; a row whose shares sum to less than one counts for less."""
    weight = y.sum(1, keepdim=True)
    y = y * (1 - smooth) + weight * smooth / y.shape[1]
    return -(y * logits.log_softmax(1)).sum(1).mean()


def total(out, batch, tags):
    """`out`: logits by head; `batch`: items with `targets`; `tags`: what each token should say of each habit, below 0 where unknown."""
    total = 0.0
    for name in sorted(batch[0].targets):
        logits, y = out[name].float(), torch.tensor([it.targets[name] for it in batch])
        if name in ("act", "danger"):
            part = choice(logits, y, 0.08 if name == "act" else 0.05)
        elif name in ("polite", "receptive"):
            part = F.mse_loss(logits, y)
        else:
            part = F.binary_cross_entropy_with_logits(logits, y * (1 - 2 * SMOOTH) + SMOOTH)
        total = total + WEIGHT[name] * part
    if "habits" in batch[0].targets:
        known = tags >= 0
        part = F.binary_cross_entropy_with_logits(out["tags"].float(), tags.clamp(min=0) * (1 - 2 * SMOOTH) + SMOOTH, reduction="none")
        total = total + WEIGHT["tags"] * (part * known).sum() / known.sum().clamp(min=1)
    return total
