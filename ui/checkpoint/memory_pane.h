#pragma once

#include "core/engine/forecast.h"

#include <QWidget>

namespace attune::ui {

class MemoryBar;
class TextLabel;

/// What of the memory a training will take, part by part, as a bar with its key.
class MemoryPane : public QWidget {
    Q_OBJECT
public:
    explicit MemoryPane(QWidget* parent = nullptr);
    void set(const core::TrainingForecast& forecast);
    QString total() const; ///< "2.0 GB of 12.4 GB free"

private:
    TextLabel* m_need;
    TextLabel* m_free;
    MemoryBar* m_bar;
    std::vector<TextLabel*> m_values; ///< of the parts
};

} // namespace attune::ui
