#pragma once

#include "core/data/dataset.h"

#include <span>

namespace attune::core {

/// One text that stands in several rows.
struct RepeatedText {
    std::string text;               ///< its beginning, on one line
    std::vector<std::size_t> lines; ///< where, in file order; the first twenty
    std::size_t rows = 0;           ///< in how many rows
    std::vector<int> labels;        ///< its classes, each once, ascending
};

/// What there is to say about a dataset before it is learned from.
struct DatasetReport {
    std::size_t examples = 0;
    std::vector<std::size_t> classCounts; ///< by class
    double largestShare = 0;              ///< of the most frequent class: what always answering with it reaches
    double imbalance = 0;                 ///< the most frequent class has so many times the examples of the rarest
    std::size_t emptyTexts = 0;           ///< rows left out for that
    std::size_t missingLabels = 0;
    std::size_t repeatedRows = 0;         ///< rows whose text stands in an earlier row
    std::size_t repeatedTexts = 0;        ///< different texts that stand in more than one row
    std::size_t contradictoryTexts = 0;   ///< of these: with more than one label
    std::size_t contradictoryRows = 0;    ///< rows that they stand in
    std::vector<RepeatedText> repeated;       ///< the most frequent ones
    std::vector<RepeatedText> contradictory;  ///< the first ones in the file
};

/// `shown` limits each of the lists of texts.
DatasetReport reportOn(const Dataset& dataset, std::size_t shown = 10);

/// Texts of one dataset that stand in another one as well.
struct Overlap {
    std::size_t rows = 0;             ///< of `checked`, whose text stands in `learned`
    std::size_t otherLabel = 0;       ///< of these: with a label that the text never has there
    std::vector<std::size_t> lines;   ///< of `checked`; the first twenty
};

/// Rows to check with whose text is learned from: they make a model look better than it is.
Overlap overlapOf(const Dataset& learned, const Dataset& checked);

/// How long texts are, in whatever they are counted in: the caller has the tokenizer.
struct LengthHistogram {
    std::size_t binWidth = 1;
    std::vector<std::size_t> bins; ///< bin i: lengths from i * binWidth to below (i + 1) * binWidth
    std::size_t longest = 0;
    double mean = 0;
    std::size_t median = 0;
    std::size_t percentile95 = 0;
    std::size_t percentile99 = 0;
};

/// At most `mostBins` bins of a round width.
LengthHistogram lengthHistogram(std::span<const std::size_t> lengths, std::size_t mostBins = 32);

/// The share of texts that a maximum length cuts.
double shareCut(std::span<const std::size_t> lengths, std::size_t maximumLength);

} // namespace attune::core
