#pragma once

#include "ui/runs/run_list_model.h"

#include <QSortFilterProxyModel>

namespace attune::ui {

/// The list of runs as the dock shows it: sorted by any column, narrowed by words, with names that can be changed in place.
class RunTable : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit RunTable(RunListModel* runs, QObject* parent = nullptr);
    void setWords(const QString& words); ///< shows runs in whose name, data, checkpoint or status they stand
    const RunEntry* entry(const QModelIndex& index) const;
    QModelIndex find(const std::filesystem::path& directory) const;

    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void renameRequested(const QString& directory, const QString& name);

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    RunListModel* m_runs;
    QString m_words;
};

} // namespace attune::ui
