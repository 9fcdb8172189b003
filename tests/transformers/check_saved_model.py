"""Loads a checkpoint that Attune wrote with HuggingFace's transformers and compares what both make of it.

Usage: check_saved_model.py CHECKPOINT ATTUNE_CLI [SOURCE]
SOURCE is the checkpoint that the training began with: its tokenizer has to have come through unchanged.
"""
import json
import math
import pathlib
import subprocess
import sys

import torch
import transformers
from transformers import AutoTokenizer, BertForSequenceClassification

TOLERANCE = 2e-5
TEXTS = [
    "The soup was cold and the waiter was rude.",
    "We will come back!",
    "a",
    "Café naïve, ÀÉÎÕÜ, Ångström",
    "unbelievablyunbrokenwordthatnovocabularyholds",
    "中文 mixed with English, 日本",
    "[MASK] in a text, and [CLS] [SEP] too",
    "Tabs\tand\nlines,  double  spaces",
    "$5.99 (50% off) -- e.g. http://x.y/z?q=1 #tag @name :-)",
    "emoji 😀 and zero\u200bwidth",
    "so long that it is cut off at the end " * 60,
]
SETTINGS = ["do_lower_case", "strip_accents", "tokenize_chinese_chars"]
SPECIAL = ["unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]


def expect(holds, what):
    if not holds:
        sys.exit(f"does not hold: {what}")


def attune_predicts(cli, checkpoint, text):
    answer = subprocess.run([cli, "predict", checkpoint, "--text", text, "--device", "cpu", "--json"], capture_output=True, text=True)
    expect(answer.returncode == 0, f"attune-cli predicts {text[:40]!r}: {answer.stderr}")
    return json.loads(answer.stdout)


def settings_of(tokenizer):
    """What a slow tokenizer works by."""
    return {
        "do_lower_case": tokenizer.basic_tokenizer.do_lower_case,
        "strip_accents": tokenizer.basic_tokenizer.strip_accents,
        "tokenize_chinese_chars": tokenizer.basic_tokenizer.tokenize_chinese_chars,
        **{name: getattr(tokenizer, name) for name in SPECIAL},
    }


def check_tokenizers(checkpoint, slow, fast, source):
    written = json.loads((checkpoint / "tokenizer_config.json").read_text())
    for tokenizer in (slow, fast):
        expect(tokenizer.model_max_length == written["model_max_length"], "the maximum length is the one that was written")
        for name in SETTINGS:
            if name in written:
                expect(tokenizer.init_kwargs[name] == written[name], f"{name} is the one that was written")
        expect(tokenizer.all_special_tokens == slow.all_special_tokens, "the special tokens are the same")
    expect(slow.get_vocab() == fast.get_vocab(), "both tokenizers hold the same vocabulary")
    if source:
        began = AutoTokenizer.from_pretrained(source, use_fast=False)
        expect(settings_of(slow) == settings_of(began), f"settings are those of {source}")
        expect(slow.get_vocab() == began.get_vocab(), f"the vocabulary is that of {source}")


def main():
    checkpoint, cli = pathlib.Path(sys.argv[1]), sys.argv[2]
    source = sys.argv[3] if len(sys.argv) > 3 else None
    torch.set_num_threads(1)
    transformers.utils.logging.set_verbosity_error()

    model, loading = BertForSequenceClassification.from_pretrained(checkpoint, output_loading_info=True)
    for kind in ("missing_keys", "unexpected_keys", "mismatched_keys", "error_msgs"):
        expect(not loading[kind], f"there are no {kind}: {loading[kind]}")
    model.eval()
    slow = AutoTokenizer.from_pretrained(checkpoint, use_fast=False)
    fast = AutoTokenizer.from_pretrained(checkpoint, use_fast=True)
    expect(not slow.is_fast and fast.is_fast, "both tokenizers load")
    check_tokenizers(checkpoint, slow, fast, source)

    config = model.config
    labels = [config.id2label[i] for i in range(config.num_labels)]
    expect(config.label2id == {label: i for i, label in enumerate(labels)}, "label2id is id2label turned round")

    largest = 0.0
    compared = 0
    for text in TEXTS:
        ours = attune_predicts(cli, str(checkpoint), text)
        expect(list(ours["probabilities"]) == labels, "the labels are the same, in the same order")
        ids = slow.convert_tokens_to_ids(ours["tokens"])
        for tokenizer in (slow, fast):
            theirs = tokenizer(text, truncation=True, return_tensors="pt")
            expect(theirs["input_ids"][0].tolist() == ids, f"the ids of {text[:40]!r} are the same")
        with torch.no_grad():
            logits = model(**theirs).logits[0]
        multi = config.problem_type == "multi_label_classification"
        probabilities = logits.sigmoid() if multi else logits.softmax(-1)
        for mine, reference in ((ours["logits"], logits), (ours["probabilities"].values(), probabilities)):
            differences = [abs(a - b) for a, b in zip(mine, reference.tolist(), strict=True)]
            expect(all(map(math.isfinite, differences)), "numbers are numbers")
            largest = max([largest, *differences])
        compared += len(labels)
    expect(largest <= TOLERANCE, f"logits and probabilities agree within {TOLERANCE}: they differ by {largest:.1e}")
    expect(compared > 0, "something was compared")
    print(f"transformers {transformers.__version__}: {len(TEXTS)} texts, {compared} logits compared, "
          f"largest difference {largest:.1e} ({labels}, {config.problem_type})")


main()
