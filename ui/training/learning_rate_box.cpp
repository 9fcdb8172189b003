#include "ui/training/learning_rate_box.h"

#include <QLineEdit>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

/// 1, 2, 5, 10, 20, ...: the value of a running number.
double rung(int number)
{
    static constexpr double kSteps[] = {1, 2, 5};
    const int decade = int(std::floor(number / 3.0));
    return kSteps[number - 3 * decade] * std::pow(10.0, decade);
}

constexpr double kTolerance = 1 + 1e-9;

} // namespace

LearningRateBox::LearningRateBox(QWidget* parent)
    : QAbstractSpinBox(parent)
{
    setAccelerated(false);
    connect(lineEdit(), &QLineEdit::textEdited, this, &LearningRateBox::readText);
    connect(this, &QAbstractSpinBox::editingFinished, this, &LearningRateBox::rewrite);
    rewrite();
}

QString LearningRateBox::written(double value)
{
    QString digits = QString::number(value, 'e', 6); // 5.000000e-05
    const auto e = digits.indexOf(QLatin1Char('e'));
    QString mantissa = digits.left(e);
    while (mantissa.endsWith(QLatin1Char('0')))
        mantissa.chop(1);
    if (mantissa.endsWith(QLatin1Char('.')))
        mantissa.chop(1);
    return mantissa + QLatin1Char('e') + QString::number(digits.mid(e + 1).toInt());
}

std::optional<double> LearningRateBox::parse(const QString& text)
{
    QString plain = text.trimmed();
    plain.replace(QLatin1Char(','), QLatin1Char('.'));
    plain.replace(QChar(0x2212), QLatin1Char('-')); // a minus sign as typeset
    bool ok = false;
    const double value = plain.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

void LearningRateBox::setValue(double value)
{
    const bool changed = value != m_value;
    m_value = value;
    lineEdit()->setText(written(m_value));
    readText(lineEdit()->text());
    if (changed)
        Q_EMIT valueChanged(m_value);
}

void LearningRateBox::setSuggestion(double value)
{
    m_suggestion = value;
}

void LearningRateBox::readText(const QString& typed)
{
    const auto value = parse(typed);
    QString problem;
    const QString range =
        tr("Between %1 and %2; %3 suits this model.").arg(written(kLowest), QString::number(kHighest), written(m_suggestion));
    if (!value)
        problem = tr("Not a number.") + QLatin1Char(' ') + range;
    else if (*value > kHighest * kTolerance)
        problem = tr("Too large.") + QLatin1Char(' ') + range;
    else if (*value < kLowest / kTolerance)
        problem = tr("Too small.") + QLatin1Char(' ') + range;

    if (problem.isEmpty() && *value != m_value) {
        m_value = *value;
        Q_EMIT valueChanged(m_value);
    }
    if (problem != m_problem) {
        m_problem = problem;
        setProperty("wrong", !problem.isEmpty());
        update();
        Q_EMIT problemChanged(m_problem);
    }
}

void LearningRateBox::rewrite()
{
    if (acceptable())
        lineEdit()->setText(written(m_value));
}

void LearningRateBox::stepBy(int steps)
{
    // The nearest rung in the direction of the step, so that 3e-5 goes up to 5e-5 and down to 2e-5.
    double value = m_value;
    for (; steps > 0; --steps) {
        int number = int(std::floor(std::log10(value))) * 3 - 1;
        while (rung(number) <= value * kTolerance)
            ++number;
        value = rung(number);
    }
    for (; steps < 0; ++steps) {
        int number = int(std::floor(std::log10(value))) * 3 + 3;
        while (rung(number) * kTolerance >= value)
            --number;
        value = rung(number);
    }
    setValue(*parse(written(std::clamp(value, kLowest, kHighest)))); // 1e-4 exactly as it is when typed
    selectAll();
}

QValidator::State LearningRateBox::validate(QString& text, int&) const
{
    // Everything may be written: what is wrong with it is said in words.
    return parse(text) ? QValidator::Acceptable : QValidator::Intermediate;
}

QAbstractSpinBox::StepEnabled LearningRateBox::stepEnabled() const
{
    StepEnabled enabled = StepNone;
    if (isReadOnly())
        return enabled;
    if (m_value < kHighest)
        enabled |= StepUpEnabled;
    if (m_value > kLowest)
        enabled |= StepDownEnabled;
    return enabled;
}

} // namespace attune::ui
