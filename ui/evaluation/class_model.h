#pragma once

#include "ui/evaluation/evaluation.h"

#include <QAbstractTableModel>

namespace attune::ui {

/// Precision, recall and the rest, a class a row.
class ClassModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Label, Precision, Recall, F1, Support, RocAuc, AveragePrecision, Columns };

    using QAbstractTableModel::QAbstractTableModel;
    void set(std::shared_ptr<const Evaluation> evaluation);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const QModelIndex& index) const;

    std::shared_ptr<const Evaluation> m_evaluation;
};

} // namespace attune::ui
