#pragma once

#include <QWidget>

class QHBoxLayout;
class QStackedWidget;
class QToolButton;

namespace attune::ui {

class AttentionDesk;
class SegmentedControl;

/// How the views of one answer lie beside each other: the heatmap, all heads, and one of lines and scores. A narrow window shows all heads as one more
/// of those that take turns.
class ExplainingViews : public QWidget {
    Q_OBJECT
public:
    enum class View { Heads, Lines, Scores };
    ExplainingViews(AttentionDesk* attention, QWidget* scores, QWidget* parent = nullptr);
    View view() const { return m_view; } ///< of those that take turns
    void setView(View view);
    bool wide() const { return m_wide; }
    QSize minimumSizeHint() const override { return {760, 220}; } ///< of a narrow one, so that a wide one can become narrow again

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    int headsWidth() const;

    AttentionDesk* m_attention;
    QWidget* m_scores;
    QHBoxLayout* m_columns;
    QWidget* m_headsColumn; ///< of a wide window
    QWidget* m_turns;
    QStackedWidget* m_stack;
    SegmentedControl* m_two; ///< lines and scores
    SegmentedControl* m_three; ///< and all heads
    QToolButton* m_more;
    View m_view;
    bool m_wide = false;
};

} // namespace attune::ui
