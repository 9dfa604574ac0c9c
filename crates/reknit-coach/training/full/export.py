"""Writes weights as `src/full/bytes.rs` reads them, and a manifest beside them.

Weights are signed bytes, one scale a row. They keep to 64 in size, so that two products with unsigned bytes fit 16 bits: see
`src/full/linear.rs`. The heads stay floats; they are small.
"""
import copy
import os
import struct

import numpy as np
import torch
from torch import nn

import net

SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "weights", "full.bin")
LIMIT_HEADS = [("habits", 4), ("parts", 6), ("faults", 7), (None, 10), ("empathy", 3), ("risk", 1), (None, 7)]
ORDER = ["habits", "parts", "faults", "act", "empathy", "risk", "danger"]


def floats(tensor):
    return np.asarray(tensor.detach().float().numpy(), dtype="<f4").tobytes()


def rounded(weight, top):
    """Rows as integers, and what one step of each row is worth."""
    w = weight.detach().float().numpy()
    step = np.maximum(np.abs(w).max(1), 1e-8) / top
    return np.rint(w / step[:, None]).clip(-top, top).astype(np.int8), step.astype("<f4")


class Stepped(nn.Module):
    """A linear layer as the shipped one computes it: rounded weights, and inputs rounded row by row."""

    def __init__(self, layer):
        super().__init__()
        whole, step = rounded(layer.weight, 64)
        self.weight, self.bias = torch.tensor(whole * step[:, None]), layer.bias

    def forward(self, x):
        low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
        scale = ((high - low) / 255).clamp(min=1e-37)
        zero = torch.round(-low / scale)
        x = (torch.floor(x / scale + zero + 0.5).clamp(0, 255) - zero) * scale
        return x @ self.weight.T + self.bias


def shipped(model):
    """A copy that gives the logits of the shipped file."""
    model = copy.deepcopy(model)
    with torch.no_grad():
        whole, step = rounded(model.piece.weight, 127)
        model.piece.weight.copy_(torch.tensor(whole * step[:, None]))
    for layer in model.layers:
        for name in ("qkv", "out", "up", "down"):
            setattr(layer, name, Stepped(getattr(layer, name)))
    return model.eval()


def linear(layer):
    whole, step = rounded(layer.weight, 64)
    return step.tobytes() + floats(layer.bias) + whole.tobytes()


def write(model, pieces, limits, path):
    """Writes the file and gives its size in bytes."""
    lines = "\n".join(pieces.lines).encode()
    out = [b"reknitF1", struct.pack("<III", len(pieces.lines), len(model.layers), len(lines)), lines]
    flat = []
    for head, n in LIMIT_HEADS:
        flat += limits[head] if head else [0.5] * n
    out.append(np.asarray(flat, dtype="<f4").tobytes())
    whole, step = rounded(model.piece.weight, 127)
    out += [step.tobytes(), whole.tobytes(), floats(model.place.weight), floats(model.side.weight), floats(model.shared)]
    norm = lambda it: floats(it.weight) + floats(it.bias)
    out.append(norm(model.norm))
    for layer in model.layers:
        out += [linear(layer.qkv), linear(layer.out), norm(layer.norm1), linear(layer.up), linear(layer.down), norm(layer.norm2)]
    out += [floats(model.heads[name].weigh.weight) for name in ORDER]
    out += [floats(model.heads[name].say.weight) for name in ORDER]
    out += [floats(model.heads[name].bias) for name in ORDER]
    out += [floats(model.tags.weight), floats(model.tags.bias)]
    data = b"".join(out)
    with open(path, "wb") as file:
        file.write(data)
    return len(data)


def read(path, model):
    """Takes what `write` wrote back into a model, as far as it is there: heads that only training needs are not."""
    with open(path, "rb") as file:
        data = file.read()
    at = 8
    n_pieces, n_layers, n_lines = struct.unpack_from("<III", data, at)
    at += 12 + n_lines + 4 * sum(n for _, n in LIMIT_HEADS)

    def take(kind, *shape):
        nonlocal at
        count = int(np.prod(shape))
        found = np.frombuffer(data, dtype=kind, count=count, offset=at).reshape(shape)
        at += found.nbytes
        return torch.tensor(found.astype(np.float32))

    def fill(value, shape=None):
        value.copy_(take("<f4", *(shape or value.shape)))

    def fill_norm(norm):
        fill(norm.weight)
        fill(norm.bias)

    def fill_linear(layer):
        rows, columns = layer.weight.shape
        step = take("<f4", rows, 1)
        fill(layer.bias)
        layer.weight.copy_(take("i1", rows, columns) * step)

    assert (n_pieces, n_layers) == (model.piece.weight.shape[0], len(model.layers))
    with torch.no_grad():
        step = take("<f4", n_pieces, 1)
        model.piece.weight.copy_(take("i1", n_pieces, net.WIDTH) * step)
        for value in (model.place.weight, model.side.weight, model.shared):
            fill(value)
        fill_norm(model.norm)
        for layer in model.layers:
            fill_linear(layer.qkv)
            fill_linear(layer.out)
            fill_norm(layer.norm1)
            fill_linear(layer.up)
            fill_linear(layer.down)
            fill_norm(layer.norm2)
        for part in ("weigh", "say"):
            for name in ORDER:
                fill(getattr(model.heads[name], part).weight)
        for name in ORDER:
            fill(model.heads[name].bias)
        fill(model.tags.weight)
        fill(model.tags.bias)
    assert at == len(data)
    return model
