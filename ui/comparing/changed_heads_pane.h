#pragma once

#include "ui/comparing/head_change_model.h"

#include <QWidget>

class QTableView;

namespace attune::ui {

class RowView;

/// Which heads look elsewhere now: a table of all, layers down and heads across, and a list of them, those that changed most first. A click, or Return on
/// a cell or row, shows that head.
class ChangedHeadsPane : public QWidget {
    Q_OBJECT
public:
    explicit ChangedHeadsPane(QWidget* parent = nullptr);
    void setChange(const core::AttentionChange* change); ///< none: empty tables
    void setHead(std::size_t layer, std::optional<std::size_t> head); ///< that is shown; none: all of the layer

Q_SIGNALS:
    void headChosen(std::size_t layer, std::size_t head);

private:
    void choose(std::size_t layer, std::size_t head);
    void mark();

    HeadChangeModel* m_changes;
    RankedHeadModel* m_ranked;
    QTableView* m_table;
    RowView* m_list;
    std::optional<std::pair<std::size_t, std::size_t>> m_head; ///< layer and head that are shown
};

} // namespace attune::ui
