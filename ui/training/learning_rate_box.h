#pragma once

#include <QAbstractSpinBox>

#include <optional>

namespace attune::ui {

/// A spin box for learning rates: shows 5e-5, takes 0.00005 and 2e-5 alike, steps 1, 2, 5, 10.
class LearningRateBox : public QAbstractSpinBox {
    Q_OBJECT
public:
    static constexpr double kLowest = 1e-7;
    static constexpr double kHighest = 0.01;

    explicit LearningRateBox(QWidget* parent = nullptr);
    double value() const { return m_value; } ///< the last usable one
    void setValue(double value);
    void setSuggestion(double value); ///< what suits the model, for problem()
    bool acceptable() const { return m_problem.isEmpty(); }
    QString problem() const { return m_problem; } ///< a sentence about the text as it stands, empty when it is usable

    static QString written(double value); ///< "5e-5"
    static std::optional<double> parse(const QString& text);

    void stepBy(int steps) override;
    QValidator::State validate(QString& text, int& position) const override;

Q_SIGNALS:
    void valueChanged(double value);
    void problemChanged(const QString& problem);

protected:
    StepEnabled stepEnabled() const override;

private:
    void readText(const QString& text);
    void rewrite();

    double m_value = 5e-5;
    double m_suggestion = 5e-5;
    QString m_problem;
};

} // namespace attune::ui
