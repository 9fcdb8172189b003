#pragma once

#include "core/data/report.h"
#include "ui/background_queue.h"

#include <memory>

namespace attune::ui {

/// How many tokens each text of a dataset has.
struct TokenLengths {
    std::vector<std::size_t> sorted; ///< ascending, with [CLS] and [SEP]
    core::LengthHistogram histogram;

    std::size_t cutBy(std::size_t maximum) const; ///< texts that are longer
};

/// Counts the texts' tokens away from the GUI thread, as a checkpoint's tokenizer parts them.
class LengthCounter : public QObject {
    Q_OBJECT
public:
    explicit LengthCounter(QObject* parent = nullptr);
    void count(std::shared_ptr<const core::Dataset> dataset, const std::filesystem::path& checkpoint);
    void cancel() { m_queue.cancel(); }

Q_SIGNALS:
    void progressed(quint64 done, quint64 total);
    void counted(std::shared_ptr<const attune::ui::TokenLengths> lengths);
    void failed(const attune::ui::Failure& failure);

private:
    class Memory;
    std::shared_ptr<Memory> m_memory; ///< the tokenizer that was read last; touched by the queue's work alone
    BackgroundQueue m_queue;
};

} // namespace attune::ui
