#!/usr/bin/env python3
"""Trains with attune-cli and with the same job in plain PyTorch, in turns, and prints both side by side.

    training_peers.py random tiny --vocabulary vocab.txt --output tiny
    training_peers.py speed    --peer torch_finetune.py --train train.tsv --dev dev.tsv tiny mini all-minilm-l6-v2 base
    training_peers.py accuracy --peer torch_finetune.py --train train.tsv --dev dev.tsv --seeds 5 --epochs 3 tiny

`random` writes a BERT of random weights that both can start from. `speed` times the middle of short runs: samples per second at the data's mean
length, so that a few long or short batches weigh nothing. `accuracy` trains whole runs and compares what both know of the --dev texts: attune-cli's
last evaluation, as the peer has no other. `speed --turns 0.5` starts all programs at once and lets one at a time run for half a second while the others are
stopped: on a machine whose speed changes by itself the change then strikes all alike. PEER is a script with torch_finetune.py's options; it gets its best setting: batches of like
length, tcmalloc where it is installed (--tcmalloc), the same precision, and every --python given (another PyTorch each).
"""
import argparse
import glob
import json
import os
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

SHAPES = {"tiny": (2, 128, 2), "mini": (4, 256, 4), "small": (4, 512, 8), "medium": (8, 512, 8), "base": (12, 768, 12)}
UNTIMED = 5


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    random = commands.add_parser("random")
    random.add_argument("shape", choices=SHAPES)
    random.add_argument("--vocabulary", required=True, help="vocab.txt")
    random.add_argument("--seed", type=int, default=1)
    random.add_argument("--output", required=True)
    for name in ("speed", "accuracy"):
        command = commands.add_parser(name)
        command.add_argument("checkpoints", nargs="+")
        command.add_argument("--attune", default=os.path.join(os.path.dirname(__file__), "../../build/release/bin/attune-cli"))
        command.add_argument("--peer", required=True)
        command.add_argument("--python", action="append", help="interpreter of a peer; more than one is allowed")
        command.add_argument("--device", default="cpu", help="cpu or cuda: of all programs")
        command.add_argument("--trainer", help="a script that trains with transformers.Trainer, with hf_trainer.py's options, as one more peer; bf16 only")
        command.add_argument("--tcmalloc", default=next(iter(sorted(glob.glob("/usr/lib/*/libtcmalloc_minimal.so.4"))), ""))
        command.add_argument("--train", required=True)
        command.add_argument("--dev", required=True)
        command.add_argument("--precision", default="bf16,fp32" if name == "speed" else "bf16")
        command.add_argument("--json", help="write every run's figures here")
        if name == "speed":
            command.add_argument("--rounds", type=int, default=3)
            command.add_argument("--turns", type=float, help="seconds that a program runs before the next one's turn; without it run follows run")
            command.add_argument("--seconds", type=float, default=12, help="that a run's timed steps take, about")
        else:
            command.add_argument("--seeds", type=int, default=3)
            command.add_argument("--epochs", type=float, default=3)
            command.add_argument("--learning-rate", default="1e-4")
    return parser.parse_args()


def random_checkpoint(a):
    import torch
    layers, hidden, heads = SHAPES[a.shape]
    os.makedirs(a.output)
    shutil.copy(a.vocabulary, os.path.join(a.output, "vocab.txt"))
    with open(a.vocabulary, encoding="utf-8") as lines:
        vocabulary = sum(1 for _ in lines)
    config = dict(architectures=["BertModel"], model_type="bert", vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers,
                  num_attention_heads=heads, intermediate_size=4 * hidden, hidden_act="gelu", hidden_dropout_prob=0.1,
                  attention_probs_dropout_prob=0.1, max_position_embeddings=512, type_vocab_size=2, initializer_range=0.02, layer_norm_eps=1e-12,
                  pad_token_id=0)
    with open(os.path.join(a.output, "config.json"), "w") as file:
        json.dump(config, file)

    generator, tensors = torch.Generator().manual_seed(a.seed), {}

    def norm(name):
        tensors[name + ".weight"], tensors[name + ".bias"] = torch.ones(hidden), torch.zeros(hidden)

    def linear(name, rows, columns):
        tensors[name + ".weight"] = torch.randn(rows, columns, generator=generator) * 0.02
        tensors[name + ".bias"] = torch.zeros(rows)

    for name, rows in (("word", vocabulary), ("position", 512), ("token_type", 2)):
        tensors["embeddings.%s_embeddings.weight" % name] = torch.randn(rows, hidden, generator=generator) * 0.02
    norm("embeddings.LayerNorm")
    for layer in ("encoder.layer.%d." % i for i in range(layers)):
        for part in ("query", "key", "value"):
            linear(layer + "attention.self." + part, hidden, hidden)
        linear(layer + "attention.output.dense", hidden, hidden)
        norm(layer + "attention.output.LayerNorm")
        linear(layer + "intermediate.dense", 4 * hidden, hidden)
        linear(layer + "output.dense", hidden, 4 * hidden)
        norm(layer + "output.LayerNorm")
    linear("pooler.dense", hidden, hidden)

    header, end = {"__metadata__": {"format": "pt"}}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [end, end + 4 * tensor.numel()]}
        end += 4 * tensor.numel()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(a.output, "model.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.numpy().tobytes())


class Turns:
    """Lets one of `programs` programs run at a time, each for `seconds`, the others stopped. A place stays empty once its program has ended, so that each
    program gets the same share of the time from its start to its end."""

    def __init__(self, seconds, programs):
        self.seconds, self.children, self.ended = seconds, [None] * programs, threading.Event()
        self.thread = threading.Thread(target=self.hand_round)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def place(self, number):
        def take(child):
            child.send_signal(signal.SIGSTOP)
            self.children[number] = child
        return take

    def hand_round(self):
        while not self.ended.is_set():
            for number in range(len(self.children)):
                child = self.children[number]
                self.tell(child, signal.SIGCONT)
                time.sleep(self.seconds)
                self.tell(child, signal.SIGSTOP)
        for child in self.children:
            self.tell(child, signal.SIGCONT)

    @staticmethod
    def tell(child, what):
        if child and child.returncode is None:
            try:
                os.kill(child.pid, what)
            except ProcessLookupError:
                pass  # it ended this moment


def run(command, environment=None, take_place=None):
    """Output and peak memory in MB of a program that is to succeed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdout=out, stderr=errors, env={**os.environ, **(environment or {})})
        if take_place:
            take_place(child)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if child.returncode != 0:
            sys.exit("%s failed:\n%s" % (" ".join(command), errors.read().decode(errors="replace")[-2000:]))
        return out.read().decode(), usage.ru_maxrss / 1024


def attune(a, checkpoint, precision, seed, steps, take_place=None):
    """`steps`: None for whole epochs. The figures of one run."""
    with tempfile.TemporaryDirectory() as folder:
        command = [a.attune, "train", "--json", "--data", a.train, "--validation", a.dev, "--text-column", "0", "--label-column", "1",
                   "--checkpoint", checkpoint, "--output", os.path.join(folder, "run"), "--precision", precision, "--seed", str(seed),
                   "--per-device-train-batch-size", "32", "--max-seq-length", "128", "--device", a.device]
        if steps:
            command += ["--max-steps", str(steps), "--eval-steps", str(steps)]
        else:
            command += ["--num-train-epochs", str(a.epochs), "--learning-rate", a.learning_rate, "--eval-steps", "0.9999"]
        out, memory = run(command, take_place=take_place)
    events = [json.loads(line) for line in out.splitlines()]
    taken = [e for e in events if e["event"] == "step"]
    # Without what an evaluation in between takes: each epoch counts from its first steps.
    first, tokens, seconds, samples = None, 0, 0.0, 0
    for e in events:
        if e["event"] == "evaluation":
            first = None
        elif e["event"] == "step":
            if first is not None or (e["step"] >= UNTIMED and steps) or (not steps and e["step"] > UNTIMED):
                if first is not None:
                    tokens, samples, seconds = tokens + e["tokens"], samples + e["samples"], seconds + e["seconds"] - first
                first = e["seconds"]
    evaluation = [e for e in events if e["event"] == "evaluation"][-1]
    return dict(tokens_per_s=tokens / seconds, memory=memory, accuracy=evaluation["accuracy"], loss=statistics.mean(e["loss"] for e in taken[-20:]),
                best=events[-1]["best"]["accuracy"])


def peer(a, python, checkpoint, precision, seed, steps, take_place=None):
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [python, a.peer, "--model", checkpoint, "--train", a.train, "--dev", a.dev, "--padding", "bucket", "--precision", precision,
                   "--seed", str(seed), "--batch-size", "32", "--max-length", "128", "--untimed-steps", str(UNTIMED), "--device", a.device, "--json", file.name]
        command += ["--steps", str(steps)] if steps else ["--epochs", str(a.epochs), "--lr", a.learning_rate]
        _, memory = run(command, {"LD_PRELOAD": a.tcmalloc} if a.tcmalloc else None, take_place)
        figures = json.load(file)
    return dict(tokens_per_s=figures["real_tokens_per_s"], memory=memory, accuracy=next(v for k, v in figures.items() if "accuracy" in k),
                loss=figures["last_loss"], mean_tokens=figures["mean_tokens"], name="PyTorch " + figures["torch"])


def trainer(a, python, checkpoint, seed, steps, take_place=None):
    """transformers.Trainer in its tuned preset: dynamic padding, batches of like length, bf16, SDPA, fused AdamW."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [python, a.trainer, "--model", checkpoint, "--train", a.train, "--dev", a.dev, "--preset", "tuned", "--seed", str(seed), "--batch-size",
                   "32", "--max-length", "128", "--untimed-steps", str(UNTIMED), "--device", "cpu" if a.device == "cpu" else "auto", "--json", file.name]
        command += ["--steps", str(steps)] if steps else ["--epochs", str(a.epochs), "--lr", a.learning_rate]
        _, memory = run(command, take_place=take_place)
        figures = json.load(file)
    return dict(tokens_per_s=figures["real_tokens_per_s"], memory=memory, accuracy=figures["dev_accuracy"],
                name="transformers %s Trainer" % figures["transformers"])


def spread(values, digits):
    middle = "%.*f" % (digits, statistics.median(values))
    return middle if len(values) == 1 else "%s (%.*f-%.*f)" % (middle, digits, min(values), digits, max(values))


def one_round(programs, turns):
    """What each program says of its run: one after the other, or in turns of so many seconds."""
    if not turns:
        return [program(None) for program in programs]
    with Turns(turns, len(programs)) as order, ThreadPoolExecutor(len(programs)) as pool:
        runs = list(pool.map(lambda number: programs[number](order.place(number)), range(len(programs))))
    for figures in runs:
        figures["tokens_per_s"] *= len(programs)  # the clock of a stopped program goes on
    return runs


def speed(a):
    every = []
    pythons = a.python or [sys.executable]
    print("| checkpoint | precision | program | samples/s | peak memory MB | Attune / peer |\n|---|---|---|---|---|---|")
    for checkpoint in a.checkpoints:
        name = os.path.basename(os.path.normpath(checkpoint))
        for precision in a.precision.split(","):
            # A short run says how many steps fill the time; it warms the file cache, too.
            trial = peer(a, pythons[0], checkpoint, precision, 1, UNTIMED + 4)
            steps = UNTIMED + max(8, int(a.seconds * trial["tokens_per_s"] / trial["mean_tokens"] / 32))
            runs = {}
            for seed in range(1, a.rounds + 1):
                programs = [lambda place: attune(a, checkpoint, precision, seed, steps, place)]
                programs += [lambda place, python=python: peer(a, python, checkpoint, precision, seed, steps, place) for python in pythons]
                if a.trainer and precision == "bf16":
                    programs.append(lambda place: trainer(a, pythons[0], checkpoint, seed, steps, place))
                for figures in one_round(programs, a.turns):
                    runs.setdefault(figures.get("name", "Attune"), []).append(figures)
            mean = trial["mean_tokens"]
            rate = {program: [r["tokens_per_s"] / mean for r in of] for program, of in runs.items()}
            for program, of in runs.items():
                ratio = "" if program == "Attune" else spread([x / y for x, y in zip(rate["Attune"], rate[program])], 2)
                print("| %s | %s | %s | %s | %.0f | %s |" % (name, precision, program, spread(rate[program], 1),
                                                              max(r["memory"] for r in of), ratio), flush=True)
            every.append(dict(checkpoint=name, precision=precision, steps=steps, runs=runs))
    return every


def accuracy(a):
    every = []
    python = (a.python or [sys.executable])[0]
    print("| checkpoint | precision | program | accuracy of the --dev texts, seed by seed | mean | samples/s | peak memory MB |\n|---|---|---|---|---|---|---|")
    for checkpoint in a.checkpoints:
        name = os.path.basename(os.path.normpath(checkpoint))
        for precision in a.precision.split(","):
            runs = {}
            for seed in range(1, a.seeds + 1):
                runs.setdefault("Attune", []).append(attune(a, checkpoint, precision, seed, None))
                figures = peer(a, python, checkpoint, precision, seed, None)
                runs.setdefault(figures["name"], []).append(figures)
                if a.trainer and precision == "bf16":
                    figures = trainer(a, python, checkpoint, seed, None)
                    runs.setdefault(figures["name"], []).append(figures)
            mean = next(r["mean_tokens"] for of in runs.values() for r in of if "mean_tokens" in r)
            for program, of in runs.items():
                got = [r["accuracy"] for r in of]
                print("| %s | %s | %s | %s | %.4f | %s | %.0f |" % (name, precision, program, " ".join("%.4f" % x for x in got), statistics.mean(got),
                                                                    spread([r["tokens_per_s"] / mean for r in of], 1),
                                                                    max(r["memory"] for r in of)), flush=True)
            every.append(dict(checkpoint=name, precision=precision, runs=runs))
    return every


def main():
    a = arguments()
    if a.command == "random":
        return random_checkpoint(a)
    figures = (speed if a.command == "speed" else accuracy)(a)
    if a.json:
        with open(a.json, "w") as file:
            json.dump(figures, file, indent=1)


if __name__ == "__main__":
    main()
