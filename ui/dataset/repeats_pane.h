#pragma once

#include "ui/dataset/dataset_checks.h"
#include "ui/dataset/row_order.h"

#include <QWidget>

namespace attune::ui {

class Note;
class TextLabel;

/// "Repeated rows": copies, texts with different labels, and texts that are both learned from and checked; each can be shown in
/// the table.
class RepeatsPane : public QWidget {
    Q_OBJECT
public:
    explicit RepeatsPane(QWidget* parent = nullptr);
    void set(const CheckResult& result, bool byColumn); ///< `byColumn`: rows that both parts share stand in the file shown
    void clear();

Q_SIGNALS:
    void requested(attune::ui::RowQuery::Only rows);

private:
    struct Line {
        QWidget* widget;
        TextLabel* text;
        QWidget* show;
    };
    Line line(RowQuery::Only rows, const QString& toolTip);
    void fill(const Line& line, std::size_t count, const QString& words, bool shown = true);

    Line m_copies;
    Line m_conflicts;
    Line m_shared;
    TextLabel* m_none;
};

} // namespace attune::ui
