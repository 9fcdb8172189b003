#pragma once

#include "ui/evaluation/interval_bar.h"

namespace attune::ui {

class TextLabel;

/// One figure of an evaluation: its name, itself, its interval in words and on a scale.
class MetricTile : public QWidget {
    Q_OBJECT
public:
    MetricTile(const QString& name, const QString& meaning, QWidget* parent = nullptr);
    void set(double value, std::optional<core::Interval> interval, const IntervalBar::Scale& scale,
        std::optional<IntervalBar::Reference> reference = std::nullopt, const QString& remark = {});
    void setOther(std::optional<double> value, const QString& model = {}); ///< what it is for another model
    QString text() const; ///< as it can be read: "Accuracy 0.875, 0.850 to 0.897"

private:
    QString m_name;
    QString m_meaning;
    TextLabel* m_value;
    TextLabel* m_range;
    IntervalBar* m_bar;
};

} // namespace attune::ui
