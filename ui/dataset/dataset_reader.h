#pragma once

#include "core/data/dataset.h"
#include "core/data/read_table.h"
#include "ui/background_queue.h"
#include "ui/dataset/kept_labels.h"
#include "ui/dataset/preview.h"
#include "ui/selection_sources.h"

#include <map>

namespace attune::ui {

/// What is to be read, and what the user has fixed about it.
struct ReadRequest {
    QString file;
    core::DialectChoice choice;
    std::map<std::size_t, core::ColumnRoles> roles; ///< chosen ones, by how many columns the table then has; others are guessed
    std::vector<ColumnLabels> labels; ///< that were edited: those of the label column are used
    std::shared_ptr<const core::Table> table = nullptr; ///< set: already read, only its roles or labels changed
    std::string fingerprint = {}; ///< of a table that is already read
    std::optional<RememberedData> remembered = {}; ///< holds instead of choice, roles and labels where the file is still the same
};

/// A file as the Data page shows it: the table always, the dataset where one can be made of it.
struct ReadResult {
    std::shared_ptr<const core::Table> table;
    std::optional<core::ColumnRoles> roles; ///< absent when no two columns can be text and label
    LabelCounts spellings; ///< labels as they stand in the file; none where they are too many to be labels
    core::LabelMap labels; ///< what became of them
    std::shared_ptr<const core::Dataset> dataset;
    std::shared_ptr<const Preview> preview;
    std::optional<Failure> unusable; ///< why there is no dataset
    std::uint64_t bytes = 0;
    std::string fingerprint;
    std::optional<RememberedData> remembered; ///< by which it was read; absent: none, or the file has changed since
    double seconds = 0;
};

/// Reads and makes examples away from the GUI thread; a newer request makes the older one's answer stale.
class DatasetReader : public QObject {
    Q_OBJECT
public:
    explicit DatasetReader(QObject* parent = nullptr);

    bool reading() const { return m_reading; }
    void read(const ReadRequest& request);
    void cancel();

Q_SIGNALS:
    void progressed(quint64 done, quint64 total);
    void finished(const attune::ui::ReadResult& result);
    void failed(const attune::ui::Failure& failure);

private:
    BackgroundQueue m_reader;
    bool m_reading = false;
};

} // namespace attune::ui
