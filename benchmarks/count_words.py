"""Count in how many texts each word occurs, for `bot.editor.terms`.

    python -m benchmarks.count_words FILE.jsonl...

reads item lines (the form `tenbrief import` takes) and rewrites
`bot/editor/counts.txt`: the number of texts, then a word and its count a line.
Latin words are counted in English texts and Chinese ones in as many Chinese
texts; words in fewer than five are left out, they all count as rare.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import bot.editor
from bot.editor.terms import terms_of

FEWEST_TEXTS = 5


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    texts: dict[str, list[str]] = {"zh": [], "en": []}
    for path in parser.parse_args().files:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["lang"] in texts:
                texts[row["lang"]].append(row.get("text") or row["title"])
    size = min(map(len, texts.values()))
    counts: Counter[str] = Counter()
    for lang, those in texts.items():
        for text in those[:size]:
            counts.update(term for term in terms_of(text) if (term >= "\u3400") == (lang == "zh"))
    kept = sorted((term, count) for term, count in counts.items() if count >= FEWEST_TEXTS)
    lines = [str(size), *(f"{term} {count}" for term, count in kept)]
    target = Path(bot.editor.__file__).parent / "counts.txt"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(kept)} words of {size} texts a language -> {target}")


if __name__ == "__main__":
    main()
