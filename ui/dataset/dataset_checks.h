#pragma once

#include "core/data/report.h"
#include "ui/background_queue.h"
#include "ui/selection.h"

#include <QStringList>

namespace attune::ui {

/// How the rows are divided, and what is to be said about them before they are learned from.
struct CheckResult {
    std::size_t train = 0;
    std::size_t validation = 0;
    std::size_t test = 0;
    QStringList notes;
    core::Overlap overlap; ///< rows to check with whose text is learned from
    core::Overlap testOverlap; ///< the same of rows to test with
    core::DatasetReport report;
};

/// Divides the rows as a training would, and looks for what repeats, away from the GUI thread; a newer question makes the older
/// one's answer stale.
class DatasetChecks : public QObject {
    Q_OBJECT
public:
    explicit DatasetChecks(QObject* parent = nullptr);
    ~DatasetChecks() override;

    /// `selection.dataset` must be there.
    void check(const DataSelection& selection);
    void cancel();

Q_SIGNALS:
    void checked(const attune::ui::CheckResult& result);
    void failed(const attune::ui::Failure& failure); ///< the rows cannot be divided like that

private:
    class Memory;
    std::shared_ptr<Memory> m_memory; ///< of former answers; touched by the queue's work alone
    BackgroundQueue m_queue;
};

} // namespace attune::ui
