#pragma once

#include "core/runs/examinations.h"
#include "ui/background_queue.h"
#include "ui/comparing/model_comparison.h"

#include <QWidget>

class QSlider;
class QStackedWidget;

namespace attune::ui {

class AttentionSelection;
class ComparisonView;
class TextLabel;

/// How a model came to look at a text as it does: what a run kept of it at each evaluation, one after the other by a slider, each beside the first one of the
/// same text. Files are read away from the GUI thread.
class OverTime : public QWidget {
    Q_OBJECT
public:
    explicit OverTime(AttentionSelection* selection, QWidget* parent = nullptr);
    void setRun(const std::filesystem::path& run); ///< whose evaluations; empty: none
    void refresh();                                ///< another one was kept; a slider that stands at the newest goes on with it

    /// What the slider is at; its attention is in view() once it is read.
    const core::Examination* examination() const;
    ComparisonView* view() const { return m_view; }

Q_SIGNALS:
    void changed(); ///< examination() is another one

private:
    struct Listed {
        std::filesystem::path file;
        core::Examination examination; ///< without attention
    };
    void take(std::vector<Listed> list);
    void goTo(int index);
    void tell();
    const Listed& firstOfSameText() const;

    QStackedWidget* m_pages;
    QSlider* m_slider;
    TextLabel* m_position;
    TextLabel* m_text;
    TextLabel* m_trouble; ///< what could not be read
    ComparisonView* m_view;

    std::filesystem::path m_run;
    std::vector<Listed> m_list;
    std::size_t m_index = 0;
    BackgroundQueue m_lister, m_reader;
};

} // namespace attune::ui
