#pragma once

#include "core/data/read_table.h"
#include "core/data/dataset.h"
#include "ui/background_queue.h"
#include "ui/dataset/preview.h"

namespace attune::ui {

/// What is to be read, and what the user has fixed about it.
struct ReadRequest {
    QString file;
    core::DialectChoice choice;
    std::optional<core::ColumnRoles> roles; ///< kept where the table turns out to have `columns` columns, else guessed
    std::size_t columns = 0;
    std::shared_ptr<const core::Table> table; ///< set: already read, only its roles changed
};

/// A file as the Data page shows it: the table always, the dataset where one can be made of it.
struct ReadResult {
    std::shared_ptr<const core::Table> table;
    std::optional<core::ColumnRoles> roles; ///< absent when no two columns can be text and label
    std::shared_ptr<const core::Dataset> dataset;
    std::shared_ptr<const Preview> preview;
    std::optional<Failure> unusable; ///< why there is no dataset
    std::uint64_t bytes = 0;
    double seconds = 0;
};

/// How many rows of each part a split gives, and what is to be said about it.
struct SplitResult {
    std::size_t train = 0;
    std::size_t validation = 0;
    QStringList notes;
};

/// Reads, makes examples and splits away from the GUI thread; a newer request of a kind makes the older one's answer stale.
class DatasetReader : public QObject {
    Q_OBJECT
public:
    explicit DatasetReader(QObject* parent = nullptr);

    bool reading() const { return m_reading; }
    void read(const ReadRequest& request);
    void split(std::shared_ptr<const core::Table> table, std::shared_ptr<const core::Dataset> dataset,
        const core::ColumnRoles& roles,
        std::optional<double> share); ///< without a share: by the split column
    void cancel();

Q_SIGNALS:
    void progressed(quint64 done, quint64 total);
    void finished(const attune::ui::ReadResult& result);
    void failed(const attune::ui::Failure& failure);
    void splitKnown(const attune::ui::SplitResult& result);
    void splitFailed(const attune::ui::Failure& failure);

private:
    BackgroundQueue m_reader;
    BackgroundQueue m_splitter;
    bool m_reading = false;
};

} // namespace attune::ui
