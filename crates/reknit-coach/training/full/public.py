"""The public data a shipped coach may be trained on; `../shared/data/coach/README.md` says what and why."""
import csv
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def folder():
    """`REKNIT_COACH_DATA`, or `shared/data/coach` beside one of the folders above."""
    given = os.environ.get("REKNIT_COACH_DATA")
    at = HERE
    while given is None and at != "/":
        at = os.path.dirname(at)
        tried = os.path.join(at, "shared/data/coach")
        given = tried if os.path.isdir(tried) else None
    if given is None:
        raise SystemExit("no shared/data/coach above this folder, and REKNIT_COACH_DATA is not set")
    return given


def emotions():
    """`(text, ids)`; the test part stays out, for want of need."""
    for part in ("train", "dev"):
        with open(f"{folder()}/goemotions/{part}.tsv", encoding="utf-8") as file:
            for line in file:
                text, ids, _ = line.rstrip("\n").split("\t")
                yield text.replace("[NAME]", "Sam").replace("[RELIGION]", "church"), [int(it) for it in ids.split(",")]


def advice():
    """`(sentence, whether it gives advice)`; written as people write, not as parsers do."""
    for name in ("askparents_train", "askparents_dev", "needadvice_train", "needadvice_dev"):
        with open(f"{folder()}/advice/{name}.tsv", encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield joined(row["Sentence"]), int(row["Majority_label"])


def joined(text):
    """Undoes the spaces of a parser: `do n't` is `don't`."""
    for apart, together in ((" n't", "n't"), (" 's", "'s"), (" 'm", "'m"), (" 're", "'re"), (" 've", "'ve"), (" 'll", "'ll"), (" 'd", "'d"),
                            (" ,", ","), (" .", "."), (" ?", "?"), (" !", "!"), (" n’t", "n’t"), (" ’s", "’s"), (" ’m", "’m")):
        text = text.replace(apart, together)
    return text


def politeness():
    """`(request, score)`, normalised."""
    with open(f"{folder()}/politeness/wikipedia.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["Request"].replace("<url>", "page"), float(row["Normalized Score"])


def receptiveness():
    """`(reply, mean rating)`, 1 to 7 brought to about -1.5 … 1.5."""
    rated = {}
    with open(f"{folder()}/receptiveness/ratings.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rated.setdefault(row["text"], []).append(float(row["receptive"]))
    for text, scores in rated.items():
        yield text, (sum(scores) / len(scores) - 4) / 2


def texts():
    """All of them, without labels."""
    for source in (emotions, advice, politeness, receptiveness):
        for text, _ in source():
            yield text
