"""Milliseconds that the original sentence transformer takes for each text on standard input (one a line), on one thread."""
import os
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false", HF_HUB_OFFLINE="1")

import torch
from sentence_transformers import SentenceTransformer

import words

torch.set_num_threads(1)
model = SentenceTransformer(words.minilm(), device="cpu")
texts = [line.rstrip("\n") for line in sys.stdin]
best = None
for _ in range(3):
    start = time.perf_counter()
    for text in texts:
        model.encode(text, show_progress_bar=False)
    took = (time.perf_counter() - start) * 1000 / len(texts)
    best = took if best is None else min(best, took)
print(f"{best:.3f}")
