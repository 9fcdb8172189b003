#pragma once

#include "ui/evaluation/row_arrangement.h"

#include <QAbstractTableModel>

namespace attune::ui {

class Corrections;

/// The measured rows in some arrangement: a view of shared values, of which only those in sight cost anything.
class RowModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum class Change { None, Relabelled, LeftOut };
    enum Roles { ChangeRole = Qt::UserRole, ConfidenceRole };

    explicit RowModel(const Corrections* corrections, QObject* parent = nullptr);
    void set(std::shared_ptr<const Evaluation> evaluation, std::vector<std::uint32_t> rows);
    void arrange(std::vector<std::uint32_t> rows); ///< of the same evaluation
    const Evaluation* evaluation() const { return m_evaluation.get(); }
    std::size_t rowAt(int position) const { return m_rows[static_cast<std::size_t>(position)]; }
    const std::vector<std::uint32_t>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override; ///< only says what is wanted: the rows come by arrange()

Q_SIGNALS:
    void orderWanted(const attune::ui::RowOrder& order);

private:
    QVariant text(std::size_t row, RowColumn column) const;
    QVariant whole(std::size_t row, RowColumn column) const; ///< what text() shortens or groups, as other programs take it
    QString inWords(std::size_t row) const;
    Change changeOf(std::size_t row) const;

    const Corrections* m_corrections;
    std::shared_ptr<const Evaluation> m_evaluation;
    std::vector<std::uint32_t> m_rows;
};

} // namespace attune::ui
