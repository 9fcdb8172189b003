#pragma once

#include "core/runs/classification_metrics.h"

#include <QWidget>

#include <optional>

namespace attune::ui {

/// A figure on its scale, with the interval in which the true one probably lies and, where there is one, what it is measured
/// against.
class IntervalBar : public QWidget {
    Q_OBJECT
public:
    struct Scale {
        double low = 0;
        double high = 1;
        QString lowText, highText;
    };
    struct Reference {
        double value = 0;
        QString name; ///< "majority 0.512"
    };

    explicit IntervalBar(QWidget* parent = nullptr);
    void set(const Scale& scale, double value, std::optional<core::Interval> interval, std::optional<Reference> reference);
    void setOther(std::optional<double> value); ///< what it is for another model: a hollow mark
    QSize sizeHint() const override { return {240, 28}; }
    QSize minimumSizeHint() const override { return {120, 28}; }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    double x(double value) const;

    Scale m_scale;
    double m_value = 0;
    std::optional<core::Interval> m_interval;
    std::optional<Reference> m_reference;
    std::optional<double> m_other;
};

} // namespace attune::ui
