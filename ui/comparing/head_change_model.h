#pragma once

#include "core/engine/attention_change.h"

#include <QAbstractTableModel>

namespace attune::ui {

/// How much each head's attention changed, on average over all pairs of tokens: layers down, heads across.
class HeadChangeModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { ShareRole = Qt::UserRole }; ///< of the largest change there is, 0 to 1

    using QAbstractTableModel::QAbstractTableModel;
    void setChange(const core::AttentionChange* change); ///< none: an empty table; it is not kept

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_layers; }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_heads; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    int m_layers = 0, m_heads = 0;
    std::vector<float> m_changes; ///< [layers, heads]
    float m_largest = 0;
};

/// The same heads as a list, those that changed most first.
class RankedHeadModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Layer, Head, Change, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setChange(const core::AttentionChange* change);
    const core::AttentionChange::Head& head(int row) const { return m_heads[std::size_t(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_heads.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<core::AttentionChange::Head> m_heads;
};

/// "Layer 5, head 3: a token's attention to another changed by 1.2 % on average."
QString headChangeInWords(const core::AttentionChange::Head& head);

} // namespace attune::ui
