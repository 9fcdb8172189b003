#pragma once

#include "ui/dataset/preview.h"

#include <QAbstractTableModel>

namespace attune::ui {

/// The rows with problems of a preview: line, reason, raw text.
class ProblemModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Line, Reason, Raw };

    using QAbstractTableModel::QAbstractTableModel;
    void set(std::shared_ptr<const Preview> preview);
    std::size_t position(int row) const; ///< where it stands in the preview

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const Preview> m_preview;
};

} // namespace attune::ui
