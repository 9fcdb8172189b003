#!/usr/bin/env python3
"""Makes reviews.csv, the bundled sample, from phrases.py and templates.py.

    make_reviews.py            writes reviews.csv beside this script
    make_reviews.py --check    exits 1 unless reviews.csv is what would be written and no template stands on both sides

Needs Python 3.8 or newer, nothing else. The result does not depend on the version or the machine.
"""

import argparse
import csv
import io
import pathlib
import re
import sys

import phrases
import templates

# How many reviews of each class a family gets.
TRAIN_ROWS = {"plain": 560, "contrast": 270, "negation": 110, "expectation": 40, "time": 40, "reported": 30,
              "comparison": 75, "question": 30, "faint": 35, "irony": 35}
VALIDATION_ROWS = {"plain": 136, "contrast": 36, "negation": 15, "expectation": 8, "time": 5, "reported": 5,
                   "comparison": 7, "question": 4, "faint": 4, "irony": 4}
CLASSES = ("positive", "negative")
TOPIC_NAMES = tuple(phrases.TOPICS)


class Dice:
    """A small generator of our own (SplitMix64): `random` promises the same choices only within one Python version."""

    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return ((z ^ (z >> 31)) >> 11) % count

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, items):
        return items[self.below(len(items))]

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


class Scene:
    """What one pair of reviews speaks about: the same thing, parts and words for the positive one and the negative one."""

    def __init__(self, topic, dice):
        self.topic = topic
        self.thing = dice.pick(sorted(topic.items))
        self.rival = dice.pick(topic.rivals)
        aspects = [topic.aspects[name] for name in dice.shuffled(topic.items[self.thing].split())]
        self.aspect = aspects[0]
        # Four more parts at most are needed; where a thing has only four, the last clause shares its part with the first.
        self.parts = (aspects[1:] + aspects)[:4]
        self.pair = dice.pick(self.aspect.pairs)
        self.clauses = {name: [self.clause(part, name, dice) for part in self.parts] for name in CLASSES}
        self.opinions = {"positive": dice.shuffled(phrases.POSITIVE_WORDS)[:2],
                         "negative": dice.shuffled(phrases.NEGATIVE_WORDS)[:2]}
        self.nouns = {"positive": dice.shuffled(phrases.POSITIVE_NOUNS)[:2],
                      "negative": dice.shuffled(phrases.NEGATIVE_NOUNS)[:2]}
        self.trifles = {"positive": dice.pick(topic.faults), "negative": dice.pick(topic.merits)}
        self.events = {"positive": self.event(topic.treats, dice), "negative": self.event(topic.nuisances, dice)}

    def event(self, events, dice):
        parts = self.topic.items[self.thing].split()
        return dice.pick([e.split("> ")[-1] for e in events if "> " not in e or e.split("> ")[0] in parts])

    def verb(self, plural):
        if self.topic.past:
            return "were" if plural else "was"
        return "are" if plural else "is"

    def clause(self, aspect, name, dice):
        if dice.chance(50):
            adjectives = [pair[CLASSES.index(name)] for pair in aspect.pairs]
            predicate = self.verb(aspect.plural) + " " + dice.pick(adjectives)
        else:
            predicate = dice.pick(aspect.positive if name == "positive" else aspect.negative)
        return aspect.name + " " + predicate

    def slots(self, name):
        own, other = CLASSES.index(name), 1 - CLASSES.index(name)
        opposite = CLASSES[other]
        return {
            "X": self.clauses[name][0], "X2": self.clauses[name][1],
            "Y": self.clauses[opposite][2], "Y2": self.clauses[opposite][3],
            "w": self.opinions[name][0], "w2": self.opinions[name][1],
            "l": self.opinions[opposite][0], "l2": self.opinions[opposite][1],
            "W": self.nouns[name][0], "W2": self.nouns[name][1],
            "L": self.nouns[opposite][0], "L2": self.nouns[opposite][1],
            "aspect": self.aspect.name, "is": self.verb(self.aspect.plural), "was": self.verb(False),
            "a": self.pair[own], "b": self.pair[other],
            "it": "this " + self.thing, "thing": self.thing, "rival": self.rival,
            "trifle": self.trifles[name], "event": self.events[name],
        }


def fill(template, scene, name):
    text = re.sub(r"\[([^|\]]*)\|([^\]]*)\]", r"\1" if name == "positive" else r"\2", template)
    text = text.format(**scene.slots(name))
    text = re.sub(r"~ (?=[aeio]|un)", "an ", text).replace("~ ", "a ")
    return capitalised(text)


def capitalised(text):
    return re.sub(r'(^|[.!?]"? |\n)("?)([a-z])', lambda m: m.group(1) + m.group(2) + m.group(3).upper(), text)


def dressed(text, topic, name, side, dice):
    """What people add around an opinion: circumstances, an emoji, a line break, one shouted word, lazy typing."""
    if dice.chance(22):
        detail = dice.pick(topic.details[side])
        gap = "\n" if dice.chance(18) else " "
        text = detail + gap + text if dice.chance(75) else text + gap + detail
    if dice.chance(4):
        text += " " + dice.pick(phrases.POSITIVE_EMOJI if name == "positive" else phrases.NEGATIVE_EMOJI)
    elif dice.chance(5):
        text = re.sub(r"\b(not|never|nothing|so|love|hate|every|what|again)\b", lambda m: m.group(1).upper(), text, count=1)
    elif dice.chance(4):
        text = text.rstrip(".").lower()
    return text


def written(family_templates, rows, side, dice, taken):
    """`rows` pairs of reviews for each family; both of a pair come from one template and one scene."""
    result = []
    for family in family_templates:
        queue = []
        made = 0
        while made < rows[family]:
            if not queue:
                queue = dice.shuffled(range(len(family_templates[family])))
            number = queue.pop()
            topic_name = TOPIC_NAMES[made % len(TOPIC_NAMES)]
            topic = phrases.TOPICS[topic_name]
            scene = Scene(topic, dice)
            pair = []
            for name in CLASSES:
                text = fill(family_templates[family][number], scene, name)
                pair.append((topic_name, dressed(text, topic, name, side, dice), name, side, "%s-%d" % (family, number)))
            texts = {key(row[1]) for row in pair}
            if len(texts) == len(pair) and not texts & taken:
                taken |= texts
                result += pair
                made += 1
    return result


def key(text):
    """Two texts count as the same when only case, emoji, punctuation or spacing differ."""
    return " ".join(re.findall(r"\w+", text.lower()))


def single(by_class, side, taken):
    rows = []
    for name in CLASSES:
        for number, (topic_name, text) in enumerate(by_class[name]):
            if key(text) in taken:
                raise SystemExit("written twice: " + text)
            taken.add(key(text))
            rows.append((topic_name, text, name, side, "single-%s-%d" % (name, number)))
    return rows


def reviews():
    dice = Dice(20240611)
    taken = set()
    rows = written(templates.TRAIN, TRAIN_ROWS, "train", dice, taken)
    rows += written(templates.VALIDATION, VALIDATION_ROWS, "validation", dice, taken)
    rows += single(templates.SINGLE_TRAIN, "train", taken)
    rows += single(templates.SINGLE_VALIDATION, "validation", taken)
    return dice.shuffled(rows)


def as_csv(rows):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("topic", "text", "label", "split"))
    writer.writerows(row[:4] for row in rows)
    return out.getvalue().encode("utf-8")


def skeleton(template):
    """A template without its slots' names and case: two that differ in nothing else are the same sentence."""
    return key(re.sub(r"\{\w+\}", "_", template))


def shared_templates():
    train = {skeleton(t) for family in templates.TRAIN.values() for t in family}
    return sorted(t for family in templates.VALIDATION.values() for t in family if skeleton(t) in train)


def main():
    parser = argparse.ArgumentParser(description="Makes reviews.csv, the bundled sample.")
    parser.add_argument("--check", action="store_true", help="compare with the committed file instead of writing it")
    check = parser.parse_args().check
    path = pathlib.Path(__file__).with_name("reviews.csv")
    shared = shared_templates()
    if shared:
        print("These templates stand on both sides of the split:\n  " + "\n  ".join(shared))
        return 1
    data = as_csv(reviews())
    if not check:
        path.write_bytes(data)
        return 0
    if not path.exists() or path.read_bytes() != data:
        print("reviews.csv is not what make_reviews.py makes: run make_reviews.py and commit the result.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
