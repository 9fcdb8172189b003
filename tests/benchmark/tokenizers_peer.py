#!/usr/bin/env python3
"""Measures PyPI tokenizers (the Rust tokenizer of transformers) on one thread over files of one text a line.

    attune-benchmarks --write-texts=DIRECTORY --benchmark_filter='^encode/'
    python3 tests/benchmark/tokenizers_peer.py VOCABULARY DIRECTORY/*.txt

VOCABULARY is a vocab.txt of an uncased BERT. Processor time of this process counts, as in attune-benchmarks; the median of the rounds is
printed. The ids go to FILE.ids where --ids is given, to be compared with those of attune-cli tokenize --ids.
"""
import argparse
import os
import statistics
import time

os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from tokenizers import BertWordPieceTokenizer  # noqa: E402  (the settings above come first)

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("vocabulary")
parser.add_argument("files", nargs="+")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--ids", action="store_true")
arguments = parser.parse_args()

tokenizer = BertWordPieceTokenizer(arguments.vocabulary, lowercase=True)
tokenizer.enable_truncation(512)
for file in arguments.files:
    with open(file, encoding="utf-8", newline="\n") as lines:
        texts = lines.read().split("\n")[:-1]
    size = sum(len(text.encode("utf-8")) for text in texts)
    rates = []
    for _ in range(arguments.rounds):
        begin = time.process_time()
        encodings = tokenizer.encode_batch(texts)
        seconds = time.process_time() - begin
        rates.append((size / seconds, sum(len(encoding.ids) for encoding in encodings) / seconds))
    bytes_per_second = statistics.median(rate[0] for rate in rates)
    tokens_per_second = statistics.median(rate[1] for rate in rates)
    print(f"{os.path.basename(file)}: {bytes_per_second / 1e6:.2f} MB/s, {tokens_per_second / 1e6:.3f} M tokens/s")
    if arguments.ids:
        with open(file + ".ids", "w") as out:
            out.writelines(" ".join(map(str, encoding.ids)) + "\n" for encoding in encodings)
