"""Checks the shape of the labelled texts and prints what there is. Usage: python3 check.py [FILE ...]"""
import collections, glob, json, os, re, sys

HABITS = {"criticism", "contempt", "defensiveness", "stonewalling"}
PARTS = {"regret", "explanation", "responsibility", "repentance", "repair", "forgiveness"}
FAULTS = {"conditional", "shifts-blame", "but-excuse", "minimises", "passive-voice", "demands-forgiveness", "about-me"}
ACTS = {"reflection", "parroting", "open-question", "closed-question", "validation", "advice", "dismissal", "own-story", "defence", "other"}
EMPATHY = {"reaction", "interpretation", "exploration"}
DANGERS = {"none", "physical", "threat", "sexual", "control", "stalking", "self-harm", "child"}

here = os.path.dirname(os.path.abspath(__file__))
files = sys.argv[1:] or sorted(glob.glob(os.path.join(here, "texts", "*.jsonl")))
wrong, ids, seen, counts = [], set(), {}, collections.Counter()


def folded(text):
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


for file in files:
    for number, line in enumerate(open(file, encoding="utf-8"), 1):
        where = f"{os.path.basename(file)}:{number}"
        if not line.strip():
            continue
        try:
            it = json.loads(line)
        except ValueError as error:
            wrong.append(f"{where}: {error}")
            continue
        said = lambda text: wrong.append(f"{where}: {text}")
        for key in ("id", "author", "kind", "text", "danger"):
            if not it.get(key):
                said(f"no {key}")
        if it.get("id") in ids:
            said(f"id {it['id']} twice")
        ids.add(it.get("id"))
        key = folded(it.get("to", "") + " | " + it.get("text", ""))
        if key in seen:
            said(f"the same text as {seen[key]}")
        seen[key] = where
        kind = it.get("kind")
        counts[kind] += 1
        counts["hard"] += bool(it.get("hard"))
        if it.get("danger") not in DANGERS:
            said(f"danger {it.get('danger')!r}")
        counts["danger " + str(it.get("danger"))] += 1
        if it.get("danger") != "none" and it.get("by") not in ("doer", "sufferer"):
            said("danger without by")
        if kind == "message":
            for habit, piece in it.get("habits", []):
                counts["habit " + habit] += 1
                if habit not in HABITS:
                    said(f"habit {habit!r}")
                if piece not in it["text"]:
                    said(f"not in the text: {piece!r}")
            if not it.get("habits"):
                counts["no habit"] += 1
        elif kind == "apology":
            for name, known in (("parts", PARTS), ("faults", FAULTS)):
                for value in it.get(name, [None]):
                    counts[f"{name} {value}"] += 1
                    if value not in known:
                        said(f"{name} {value!r}")
        elif kind == "reply":
            counts["act " + str(it.get("act"))] += 1
            if it.get("act") not in ACTS:
                said(f"act {it.get('act')!r}")
            for value in it.get("empathy", [None]):
                counts[f"empathy {value}"] += 1
                if value not in EMPATHY:
                    said(f"empathy {value!r}")
        else:
            said(f"kind {kind!r}")
for name, count in sorted(counts.items(), key=lambda pair: str(pair[0])):
    print(f"{count:6} {name}")
print("\n".join(wrong) if wrong else "all in order")
sys.exit(bool(wrong))
