#pragma once

#include "ui/plotting/plot_library.h"

namespace attune::ui {

/// Whole steps; leaves out labels where the axis' name stands at the right.
class StepTicker : public QCPAxisTicker {
public:
    StepTicker(const QCPAxis* axis, int reserved)
        : m_axis(axis)
        , m_reserved(reserved)
    {
    }

protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    const QCPAxis* m_axis;
    int m_reserved;
};

/// As many decimals as the distance of two ticks needs; a percent axis shows shares as "60 %".
class ValueTicker : public QCPAxisTicker {
public:
    explicit ValueTicker(bool percent)
        : m_percent(percent)
    {
        setTickCount(5);
    }

protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    bool m_percent;
    double m_step = 0.1;
};

} // namespace attune::ui
