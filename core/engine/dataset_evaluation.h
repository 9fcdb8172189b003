#pragma once

#include "core/engine/engine.h"
#include "core/runs/classification_metrics.h"

#include <memory>
#include <vector>

namespace attune::core {

/// What a model says of one example.
struct Answer {
    std::vector<float> probabilities; ///< [labels]
    double loss = 0;                  ///< cross-entropy of the true label

    std::size_t label() const;        ///< the most probable, the first of several
};

/// Measures a model on labelled examples, a small batch a step, so that whoever owns the classifier can do something else in between.
class DatasetEvaluation {
public:
    /// Throws Error unless the dataset's labels are the model's, in its order. The classifier has to outlive this.
    DatasetEvaluation(Classifier& classifier, std::shared_ptr<const Dataset> dataset, PredictOptions options);

    bool finished() const { return m_done == m_order.size(); }
    void step(); ///< one batch of texts of like length, which cost least

    std::size_t done() const { return m_done; }
    std::size_t total() const { return m_order.size(); }
    const Dataset& dataset() const { return *m_dataset; }

    /// In the order of the examples. Those that are not answered yet hold no probabilities.
    const std::vector<Answer>& answers() const { return m_answers; }

    /// Of what is answered so far: the figures, and the answers to draw curves from.
    ClassificationCollector collected() const;
    EvaluationMetrics metrics() const { return collected().metrics(); }

private:
    Classifier& m_classifier;
    std::shared_ptr<const Dataset> m_dataset;
    PredictOptions m_options;
    std::size_t m_tokensAtOnce;
    std::vector<std::size_t> m_order; ///< examples by length
    std::vector<Answer> m_answers;
    std::size_t m_done = 0;           ///< of m_order
};

/// The examples at `rows`, in that order, as a CSV file: line, text (and second text), label, prediction, a probability for each label, loss.
/// Throws Error as OutputFile does.
void writeAnswers(const std::filesystem::path& file, const Dataset& dataset, const std::vector<Answer>& answers, std::span<const std::size_t> rows);
void writeAnswers(const std::filesystem::path& file, const Dataset& dataset, const std::vector<Answer>& answers); ///< all of them

} // namespace attune::core
