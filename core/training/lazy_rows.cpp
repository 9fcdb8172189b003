#include "core/training/lazy_rows.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace attune::core {

namespace {

constexpr std::int64_t kRowsATime = 8;   // worth waking a thread for
constexpr std::int64_t kStepsHeld = 4096; // then all rows are brought up to date, so that what is held stays small

} // namespace

LazyRows::LazyRows(torch::Tensor table, torch::Tensor first, torch::Tensor second)
    : m_table(std::move(table))
    , m_first(std::move(first))
    , m_second(std::move(second))
    , m_columns(m_table.size(1))
    , m_done(static_cast<std::size_t>(m_table.size(0)))
    , m_place(m_done.size(), -1)
{
}

void LazyRows::catchUp(std::span<const std::int64_t> rows)
{
    std::vector<Row> late;
    for (const std::int64_t row : rows) {
        std::int32_t& done = m_done[static_cast<std::size_t>(row)];
        if (done == stepsHeld())
            continue;
        late.push_back({row, done});
        done = static_cast<std::int32_t>(stepsHeld());
    }
    makeUp(late);
}

void LazyRows::catchUpAll()
{
    std::vector<Row> late;
    for (std::size_t row = 0; row < m_done.size(); ++row)
        if (m_done[row] != stepsHeld())
            late.push_back({static_cast<std::int64_t>(row), m_done[row]});
    makeUp(late);
    restart();
}

void LazyRows::makeUp(const std::vector<Row>& rows)
{
    float* const table = m_table.data_ptr<float>();
    float* const first = m_first.data_ptr<float>();
    float* const second = m_second.defined() ? m_second.data_ptr<float>() : nullptr;
    const std::span<const UpdateRule> rules(m_rules);
    at::parallel_for(0, static_cast<std::int64_t>(rows.size()), kRowsATime, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            const Row& late = rows[static_cast<std::size_t>(i)];
            const std::int64_t at = late.row * m_columns;
            updateWithoutGradient(rules.subspan(static_cast<std::size_t>(late.from)), table + at, first + at, second ? second + at : nullptr, m_columns);
        }
    });
}

void LazyRows::addGradient(std::span<const std::int64_t> rows, const torch::Tensor& gradients)
{
    for (const std::int64_t row : rows) {
        std::int32_t& place = m_place[static_cast<std::size_t>(row)];
        if (place >= 0)
            continue;
        place = static_cast<std::int32_t>(m_touched.size());
        m_touched.push_back(row);
    }
    m_gradient.resize(m_touched.size() * static_cast<std::size_t>(m_columns)); // new ones are 0
    const torch::Tensor flat = gradients.contiguous();
    const float* const from = flat.data_ptr<float>();
    // By columns and not by rows: each sum is formed in the order of the tokens, whatever the number of threads.
    at::parallel_for(0, m_columns, 64, [&](std::int64_t begin, std::int64_t end) {
        for (std::size_t token = 0; token < rows.size(); ++token) {
            float* const sum = &m_gradient[static_cast<std::size_t>(m_place[static_cast<std::size_t>(rows[token])] * m_columns)];
            const float* const gradient = from + static_cast<std::int64_t>(token) * m_columns;
            for (std::int64_t column = begin; column < end; ++column)
                sum[column] += gradient[column];
        }
    });
}

double LazyRows::squaredNorm() const
{
    double total = 0;
    for (std::size_t i = 0; i < m_gradient.size(); i += static_cast<std::size_t>(m_columns))
        total += sumOfSquares(&m_gradient[i], m_columns);
    return total;
}

void LazyRows::dropGradient()
{
    for (const std::int64_t row : m_touched)
        m_place[static_cast<std::size_t>(row)] = -1;
    m_touched.clear();
    m_gradient.clear();
}

void LazyRows::step(const UpdateRule& rule, float gradientScale)
{
    m_rules.push_back(rule);
    float* const table = m_table.data_ptr<float>();
    float* const first = m_first.data_ptr<float>();
    float* const second = m_second.defined() ? m_second.data_ptr<float>() : nullptr;
    at::parallel_for(0, static_cast<std::int64_t>(m_touched.size()), kRowsATime, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t row = m_touched[static_cast<std::size_t>(i)], at = row * m_columns;
            update(rule, gradientScale, table + at, &m_gradient[static_cast<std::size_t>(i * m_columns)], first + at, second ? second + at : nullptr,
                   m_columns);
            m_done[static_cast<std::size_t>(row)] = static_cast<std::int32_t>(stepsHeld());
        }
    });
    dropGradient();
    if (stepsHeld() == kStepsHeld)
        catchUpAll();
}

void LazyRows::restart()
{
    m_rules.clear();
    std::fill(m_done.begin(), m_done.end(), 0);
}

} // namespace attune::core
