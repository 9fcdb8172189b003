#pragma once

#include <QWidget>

class QPushButton;

namespace attune::ui {

class RowFinder;
class TableModel;
class TextLabel;

/// The strip over the preview while it shows some of the rows: which ones, how many, and the way back to all.
class FilterBar : public QWidget {
    Q_OBJECT
public:
    FilterBar(RowFinder* finder, const TableModel* model, QWidget* parent = nullptr);

private:
    void tell(bool found);

    RowFinder* m_finder;
    const TableModel* m_model;
    TextLabel* m_text;
    QPushButton* m_all;
};

} // namespace attune::ui
