"""The network: MiniLM's encoder with a smaller vocabulary, and one head per question.

A head looks at the tokens of the text (not of what the partner had said), weighs them per label, and sums what each says for it. The
four habits also have a tag on every token, which gives spans.
"""
import os

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

import words

HABITS = ["criticism", "contempt", "defensiveness", "stonewalling"]
PARTS = ["regret", "explanation", "responsibility", "repentance", "repair", "forgiveness"]
FAULTS = ["conditional", "shifts-blame", "but-excuse", "minimises", "passive-voice", "demands-forgiveness", "about-me"]
ACTS = ["reflection", "parroting", "open-question", "closed-question", "validation", "advice", "dismissal", "own-story", "defence", "other"]
EMPATHY = ["reaction", "interpretation", "exploration"]
DANGERS = ["physical", "threat", "sexual", "control", "stalking", "self-harm", "child"]
HEADS = {"habits": 4, "parts": 6, "faults": 7, "act": 10, "empathy": 3, "risk": 1, "danger": 7}
# Only there while training, to teach the encoder.
EXTRA = {"emotions": 28, "advice": 1, "polite": 1, "receptive": 1}

WIDTH, N_LAYERS, N_HEADS, INNER, N_POSITIONS = 384, 6, 12, 1536, 256
DROPOUT = 0.1


class Layer(nn.Module):
    """One transformer layer, normed after each half, as BERT has it."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x, mask):
        n, t, _ = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, N_HEADS, WIDTH // N_HEADS).permute(2, 0, 3, 1, 4)
        # By hand: the fused kernel is slow backwards without an accelerator.
        a = (q @ k.transpose(2, 3) * (WIDTH // N_HEADS) ** -0.5 + mask).softmax(3) @ v
        a = self.out(a.transpose(1, 2).reshape(n, t, WIDTH))
        x = self.norm1(x + a)
        h = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(h, DROPOUT, self.training))


class Pool(nn.Module):
    """Label-wise weighing of tokens: `sum over tokens of softmax(weigh) * say`, plus a bias."""

    def __init__(self, n_labels):
        super().__init__()
        self.weigh = nn.Linear(WIDTH, n_labels, bias=False)
        self.say = nn.Linear(WIDTH, n_labels, bias=False)
        self.bias = nn.Parameter(torch.zeros(n_labels))
        nn.init.normal_(self.weigh.weight, std=0.01)
        nn.init.normal_(self.say.weight, std=0.02)

    def forward(self, x, own):
        weights = self.weigh(x).masked_fill(~own[..., None], -1e4).softmax(1)
        return (weights * self.say(x)).sum(1) + self.bias


class Net(nn.Module):
    """Token ids, which segment, which tokens both sides share, and which are the text's own: logits per head."""

    def __init__(self, n_pieces):
        super().__init__()
        self.piece = nn.Embedding(n_pieces, WIDTH)
        self.place = nn.Embedding(N_POSITIONS, WIDTH)
        self.side = nn.Embedding(2, WIDTH)
        self.shared = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(N_LAYERS))
        self.heads = nn.ModuleDict({name: Pool(n) for name, n in {**HEADS, **EXTRA}.items()})
        self.tags = nn.Linear(WIDTH, len(HABITS))

    def encode(self, ids, sides, shared, seen):
        """The last layer's states."""
        x = self.piece(ids) + self.place.weight[: ids.shape[1]] + self.side(sides) + shared[..., None] * self.shared
        x = F.dropout(self.norm(x), DROPOUT, self.training)
        mask = (~seen[:, None, None, :]).to(x.dtype) * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def forward(self, ids, sides, shared, seen, own, heads):
        x = self.encode(ids, sides, shared, seen)
        out = {name: self.heads[name](F.dropout(x, DROPOUT, self.training), own) for name in heads}
        if "habits" in heads:
            out["tags"] = self.tags(x)
        return out


def fresh(pieces):
    """A net with MiniLM's weights, its embeddings cut to `pieces`."""
    folder = words.minilm()
    with open(os.path.join(folder, "vocab.txt"), encoding="utf-8") as file:
        at = {piece: i for i, piece in enumerate(file.read().split("\n")[:-1])}
    from_ = load_file(os.path.join(folder, "model.safetensors"))
    net = Net(len(pieces.lines))
    with torch.no_grad():
        net.piece.weight.copy_(from_["embeddings.word_embeddings.weight"][[at[it] for it in pieces.lines]])
        net.place.weight.copy_(from_["embeddings.position_embeddings.weight"][:N_POSITIONS])
        net.side.weight.copy_(from_["embeddings.token_type_embeddings.weight"])
        take(net.norm, from_, "embeddings.LayerNorm")
        for i, layer in enumerate(net.layers):
            name = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                parts = [from_[f"{name}attention.self.{it}.{kind}"] for it in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
            take(layer.out, from_, name + "attention.output.dense")
            take(layer.norm1, from_, name + "attention.output.LayerNorm")
            take(layer.up, from_, name + "intermediate.dense")
            take(layer.down, from_, name + "output.dense")
            take(layer.norm2, from_, name + "output.LayerNorm")
    return net


def take(module, from_, name):
    """Copies one layer's weight and bias."""
    module.weight.copy_(from_[name + ".weight"])
    module.bias.copy_(from_[name + ".bias"])
