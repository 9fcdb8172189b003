#pragma once

#include "ui/evaluation/comparison.h"
#include "ui/evaluation/row_arrangement.h"

#include <QWidget>

class QPushButton;

namespace attune::ui {

class TextLabel;

/// How another model did on the same rows, and the rows that only one of the two gets right.
class ComparisonStrip : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonStrip(QWidget* parent = nullptr);
    void show(const Evaluation& shown, const Comparison& comparison);
    QString text() const;

Q_SIGNALS:
    void rowsWanted(attune::ui::RowFilter::Against against);
    void closed();

protected:
    void paintEvent(QPaintEvent*) override;

private:
    TextLabel* m_words;
    QPushButton* m_onlyHere;
    QPushButton* m_onlyThere;
};

} // namespace attune::ui
