#pragma once

#include "ui/plotting/plot_library.h"

namespace attune::ui {

/// Whole steps, epochs or time; leaves out labels where the axis' name stands at the right.
class BottomTicker : public QCPAxisTicker {
public:
    enum class Unit { Step, Epoch, Time };
    BottomTicker(const QCPAxis* axis, int reserved)
        : m_axis(axis)
        , m_reserved(reserved)
    {
    }
    void setUnit(Unit unit) { m_unit = unit; }
    QString name() const;

protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    const QCPAxis* m_axis;
    int m_reserved;
    Unit m_unit = Unit::Step;
    double m_step = 1;
};

/// As many decimals as the distance of two ticks needs; a percent axis shows shares as "60 %".
class ValueTicker : public QCPAxisTicker {
public:
    explicit ValueTicker(bool percent)
        : m_percent(percent)
    {
        setTickCount(5);
    }
    void setExponents(bool on) { m_exponents = on; }

protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    bool m_percent;
    bool m_exponents = false;
    double m_step = 0.1;
};

/// 0.01, 0.1, 1, and 2 and 5 of each decade where there are few.
class LogTicker : public QCPAxisTicker {
protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
};

} // namespace attune::ui
