"""Has attune-figures measure random predictions and compares every figure with scikit-learn's.

Usage: check_metrics.py ATTUNE_FIGURES
"""
import json
import math
import subprocess
import sys

import numpy as np
import scipy.stats
import sklearn
from sklearn import metrics

TOLERANCE = 1e-12
CASES = 400
BINS = 15


def expect(holds, what):
    if not holds:
        sys.exit(f"does not hold: {what}")


def random_case(random, number):
    """Labels, probabilities and losses: few or many texts, few or many classes, some of which never occur; smooth scores or full of ties."""
    classes = int(random.choice([2, 2, 2, 3, 4, 6, 20]))
    texts = int(random.choice([1, 2, 5, 40, 300]))
    occurring = np.sort(random.permutation(classes)[: random.integers(1, classes + 1)]) if number % 2 else np.arange(classes)
    labels = occurring[random.integers(0, len(occurring), texts)]
    kind = number % 4
    if kind == 0:  # confident logits
        scores = np.exp(random.normal(0, 3, (texts, classes)) + 2 * np.eye(classes)[labels])
    elif kind == 1:  # a handful of values, so that texts and classes tie
        scores = random.integers(1, 4, (texts, classes)).astype(float)
    elif kind == 2:  # one class is always predicted
        scores = np.full((texts, classes), 0.5 / classes)
        scores[:, random.integers(classes)] += 0.5
    else:  # borders of the bins of confidence
        scores = np.exp(random.normal(0, 1, (texts, classes)))
    probabilities = scores / scores.sum(1, keepdims=True)
    if kind == 3 and classes == 2:
        first = random.integers(0, BINS + 1, texts) / BINS
        probabilities = np.stack([first, 1 - first], 1)
    single = bool(random.integers(2))
    if single:
        probabilities = probabilities.astype(np.float32)
    return {
        "labels": labels,
        "probabilities": probabilities,
        "losses": random.exponential(1, texts),
        "single": single,
        "majority": int(random.integers(classes)) if random.integers(2) else None,
    }


def as_line(case):
    return json.dumps({name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in case.items()})


def mean_of(values):
    there = [value for value in values if value is not None]
    return float(np.mean(there)) if there else None


def expected_reliability(right, confidence):
    edges = np.arange(BINS + 1) / BINS
    bins = []
    for low, high in zip(edges, edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if high == 1:
            inside |= confidence > 1  # by rounding
        count = int(inside.sum())
        bins.append([float(confidence[inside].mean()), float(right[inside].mean()), count] if count else [0.0, 0.0, 0])
    return bins


def expected_figures(case):
    labels, probabilities = case["labels"], case["probabilities"]
    texts, classes = probabilities.shape
    every = range(classes)
    predicted = probabilities.argmax(1)
    right = predicted == labels
    interval = scipy.stats.binomtest(int(right.sum()), texts).proportion_ci(method="wilson")
    f1 = lambda average: metrics.f1_score(labels, predicted, average=average, zero_division=0)
    counts = np.bincount(labels, minlength=classes)
    bins = expected_reliability(right, probabilities.max(1).astype(np.float64))

    precision, recall, each_f1, support = metrics.precision_recall_fscore_support(labels, predicted, labels=every, zero_division=0)
    per_class, roc, precision_recall = [], [], []
    for label in every:
        truth, score = labels == label, probabilities[:, label]
        ranked = 0 < counts[label] < texts
        per_class.append({
            "label": label,
            "precision": precision[label],
            "recall": recall[label],
            "f1": each_f1[label],
            "support": support[label],
            "roc_auc": metrics.roc_auc_score(truth, score) if ranked else None,
            "average_precision": metrics.average_precision_score(truth, score) if counts[label] else None,
        })
        # JSON has no infinity: the threshold of the first point is null.
        roc.append([[*point[:2], None if math.isinf(point[2]) else point[2]] for point in zip(*metrics.roc_curve(truth, score))] if ranked else [])
        if counts[label]:
            precisions, recalls, thresholds = metrics.precision_recall_curve(truth, score)
            points = list(zip(recalls, precisions, [*thresholds, None]))
            precision_recall.append(points[::-1])
        else:
            precision_recall.append([])

    if classes == 2:
        auc, average_precision = per_class[1]["roc_auc"], per_class[1]["average_precision"]
    elif (counts > 0).all():
        auc = metrics.roc_auc_score(labels, probabilities, multi_class="ovr")
        average_precision = metrics.average_precision_score(labels, probabilities)
    else:  # scikit-learn has no answer: the mean of those classes that have one
        auc, average_precision = (mean_of([one[name] for one in per_class]) for name in ("roc_auc", "average_precision"))
    return {
        "samples": texts,
        "accuracy": metrics.accuracy_score(labels, predicted),
        "accuracy_interval": [interval.low, interval.high],
        "macro_f1": f1("macro"),
        "weighted_f1": f1("weighted"),
        "matthews": metrics.matthews_corrcoef(labels, predicted),
        "roc_auc": auc,
        "average_precision": average_precision,
        "ece": sum(count / texts * abs(accuracy - confidence) for confidence, accuracy, count in bins),
        "loss": float(np.mean(case["losses"])),
        "majority_accuracy": (counts.max() if case["majority"] is None else counts[case["majority"]]) / texts,
        "confusion": metrics.confusion_matrix(labels, predicted, labels=every).tolist(),
        "per_class": per_class,
        "roc": roc,
        "precision_recall": precision_recall,
        "reliability": bins,
    }


class Comparison:
    def __init__(self):
        self.figures = 0
        self.largest = 0.0

    def compare(self, where, ours, theirs):
        if isinstance(theirs, dict):
            expect(set(ours) == set(theirs), f"{where} has the entries {sorted(theirs)}: {sorted(ours)}")
            for name in theirs:
                self.compare(f"{where} {name}", ours[name], theirs[name])
        elif isinstance(theirs, (list, tuple)):
            expect(len(ours) == len(theirs), f"{where} has {len(theirs)} entries: {len(ours)}")
            for i, (mine, reference) in enumerate(zip(ours, theirs)):
                self.compare(f"{where} [{i}]", mine, reference)
        elif theirs is None or ours is None:
            expect(ours is None and theirs is None, f"{where} is {theirs}: {ours}")
            self.figures += 1
        else:
            difference = abs(ours - float(theirs))
            expect(difference <= TOLERANCE, f"{where} is {theirs} within {TOLERANCE}: {ours}")
            self.largest = max(self.largest, difference)
            self.figures += 1


def main():
    random = np.random.default_rng(42)
    cases = [random_case(random, number) for number in range(CASES)]
    answer = subprocess.run([sys.argv[1], "metrics"], input="\n".join(map(as_line, cases)), capture_output=True, text=True)
    expect(answer.returncode == 0, f"attune-figures measures: {answer.stderr}")
    lines = answer.stdout.splitlines()
    expect(len(lines) == len(cases), f"there are {len(cases)} answers: {len(lines)}")
    comparison = Comparison()
    for number, (case, line) in enumerate(zip(cases, lines)):
        comparison.compare(f"case {number}", json.loads(line), expected_figures(case))
    predictions = sum(len(case["labels"]) for case in cases)
    expect(comparison.figures > 0, "something was compared")
    print(f"scikit-learn {sklearn.__version__}: {predictions} predictions in {len(cases)} cases, {comparison.figures} figures compared; "
          f"largest difference {comparison.largest:.1e}")


main()
