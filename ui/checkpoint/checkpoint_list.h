#pragma once

#include "ui/checkpoint/checkpoint_entry.h"

#include <QAbstractListModel>
#include <QListView>

#include <memory>
#include <vector>

namespace attune::ui {

/// The checkpoints that can be had, in sections by where they come from. Captions are rows of their own that cannot be selected.
class CheckpointModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Roles { CaptionRole = Qt::UserRole, LineRole, RefusedRole, ChosenRole, TimeRole, ShortageRole, TrainedRole };

    using QAbstractListModel::QAbstractListModel;
    QModelIndex add(CheckpointEntry entry); ///< or finds the one with the same directory
    void setSummary(const std::filesystem::path& directory, const core::CheckpointSummary& summary);
    void setRefusal(const std::filesystem::path& directory, const Failure& refusal);
    void setForecast(const std::filesystem::path& directory, const std::optional<core::TrainingForecast>& forecast);
    void setChosen(const std::filesystem::path& directory);
    void remove(const std::filesystem::path& directory); ///< its section, too, when it was the last one there
    QModelIndex find(const std::filesystem::path& directory) const;
    const CheckpointEntry* entry(const QModelIndex& index) const; ///< nullptr for a caption

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Line {
        QString caption; ///< or
        std::unique_ptr<CheckpointEntry> entry;
    };
    int sectionEnd(CheckpointEntry::Origin origin);
    void set(
        const std::filesystem::path& directory, std::optional<core::CheckpointSummary> summary, std::optional<Failure> refusal);

    std::vector<Line> m_lines;
    std::filesystem::path m_chosen;
};

class CheckpointList : public QListView {
    Q_OBJECT
public:
    explicit CheckpointList(CheckpointModel* model, QWidget* parent = nullptr);
    void setFilter(const QString& words); ///< shows the entries whose names hold them

Q_SIGNALS:
    void shown(const QModelIndex& index);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void applyFilter();

    QString m_filter;
};

} // namespace attune::ui
