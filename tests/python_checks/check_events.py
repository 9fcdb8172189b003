"""Has attune-figures write the event files of a run and reads them with TensorBoard.

Usage: check_events.py ATTUNE_FIGURES
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import numpy as np
import tensorboard
from tensorboard.backend.event_processing.event_accumulator import SCALARS, EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

STEPS = 250
FURTHEST = 180  # of the part that was resumed
RESUMED_AFTER = 150
TRAIN = {"loss": "loss", "accuracy": "accuracy", "learning_rate": "learning_rate", "grad_norm": "gradient_norm", "epoch": "epoch",
         "samples_per_second": "samples_per_second", "tokens_per_second": "tokens_per_second", "memory_bytes": "memory_bytes"}
EVAL = {name: name for name in ("loss", "accuracy", "macro_f1", "weighted_f1", "matthews", "ece", "roc_auc", "average_precision")}


def expect(holds, what):
    if not holds:
        sys.exit(f"does not hold: {what}")


def metrics_lines(first, last):
    """As metrics.jsonl has them."""
    for step in range(first, last + 1):
        numbers = {name: random.uniform(-1, 1) * 10 ** random.randint(-6, 9) for name in TRAIN.values()}
        yield {"event": "step", "step": step, **numbers, "memory_bytes": random.getrandbits(40)}
        if step % 50 == 0:
            numbers = {name: random.random() for name in EVAL}
            if step == 50:
                numbers["roc_auc"] = None
            yield {"event": "evaluation", "step": step, **numbers}


def write(figures, directory, lines, *resumed):
    answer = subprocess.run([figures, "events", str(directory), *map(str, resumed)], input="\n".join(map(json.dumps, lines)),
                            capture_output=True, text=True)
    expect(answer.returncode == 0, f"attune-figures writes events: {answer.stderr}")


def expected_scalars(lines):
    scalars = {}
    for line in lines:
        group, names = ("train", TRAIN) if line["event"] == "step" else ("eval", EVAL)
        for tag, name in names.items():
            if line[name] is not None:
                scalars.setdefault(f"{group}/{tag}", []).append((line["step"], float(np.float32(line[name]))))
    return scalars


def main():
    random.seed(42)
    figures = sys.argv[1]
    before = time.time()
    with tempfile.TemporaryDirectory() as directory:
        interrupted = list(metrics_lines(1, FURTHEST))
        write(figures, directory, interrupted)
        time.sleep(1.1)  # files are read in the order of their names, which begin with seconds
        resumed = list(metrics_lines(RESUMED_AFTER + 1, STEPS))
        write(figures, directory, resumed, RESUMED_AFTER)

        files = sorted(pathlib.Path(directory).iterdir())
        expect(len(files) == 2, f"there are two event files: {files}")
        records = 0
        for file in files:
            events = list(EventFileLoader(str(file)).Load())
            expect(events and events[0].file_version == "brain.Event:2", f"{file.name} begins with its version")
            expect(all(before - 1 <= event.wall_time <= time.time() + 1 for event in events), "wall times are those of today")
            records += len(events)

        accumulator = EventAccumulator(directory, size_guidance={SCALARS: 0})
        accumulator.Reload()
        expected = expected_scalars([line for line in interrupted if line["step"] <= RESUMED_AFTER] + resumed)
        expect(sorted(accumulator.Tags()["scalars"]) == sorted(expected), f"tags are {sorted(expected)}: {accumulator.Tags()['scalars']}")
        compared = 0
        for tag, values in expected.items():
            read = [(event.step, event.value) for event in accumulator.Scalars(tag)]
            expect(read == values, f"{tag} has the steps and values that were written")
            compared += len(read)
    expect(compared > 0, "something was compared")
    print(f"TensorBoard {tensorboard.__version__}: {len(files)} files with {records} records, {compared} scalars of {len(expected)} tags compared, "
          "steps before the resumption kept and those after it replaced; largest difference 0")


main()
