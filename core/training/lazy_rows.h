#pragma once

#include "core/training/update_rule.h"

#include <torch/torch.h>

#include <span>
#include <vector>

namespace attune::core {

/// The optimiser's steps over a table of which each batch reads a few rows, as the word embeddings are: equal to the bit to stepping over the whole
/// table, at the cost of the rows read. A row makes the steps that it had no gradient in when it is next needed. On the CPU.
class LazyRows {
public:
    /// All of one shape [rows, columns], contiguous fp32; `second` is undefined for SGD.
    LazyRows(torch::Tensor table, torch::Tensor first, torch::Tensor second);

    /// Brings rows up to date: due before they are read. `rows` may name one more than once.
    void catchUp(std::span<const std::int64_t> rows);
    void catchUpAll();

    /// Adds gradients [rows.size(), columns] to those of the step in progress. The rows are up to date.
    void addGradient(std::span<const std::int64_t> rows, const torch::Tensor& gradients);
    double squaredNorm() const; ///< of the step's gradients so far
    void dropGradient();

    /// One step: at once for the rows with a gradient, later for all others.
    void step(const UpdateRule& rule, float gradientScale);

    /// All rows are up to date, as after loading.
    void restart();

private:
    struct Row {
        std::int64_t row;
        std::int64_t from; // first step that it missed
    };
    void makeUp(const std::vector<Row>& rows);
    std::int64_t stepsHeld() const { return static_cast<std::int64_t>(m_rules.size()); }

    torch::Tensor m_table, m_first, m_second;
    std::int64_t m_columns;
    std::vector<UpdateRule> m_rules;    // since the last time that all rows were up to date
    std::vector<std::int32_t> m_done;   // [rows]: how many of these each row has made
    std::vector<std::int32_t> m_place;  // [rows]: where its gradient stands, -1 for none
    std::vector<std::int64_t> m_touched; // rows with a gradient, in the order in which they were first met
    std::vector<float> m_gradient;      // [touched, columns]
};

} // namespace attune::core
