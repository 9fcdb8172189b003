#pragma once

#include <QAbstractSpinBox>

#include <nlohmann/json.hpp>

namespace attune::ui {

/// A spin box for one number that may be absent. Everything may be typed; who knows the range says in words what is wrong with it.
class NumberBox : public QAbstractSpinBox {
    Q_OBJECT
public:
    enum class Kind { Whole, Real };
    enum class Arrows { ByOne, Doubling, ByDigit }; ///< ByDigit: 1, 2, 5, 10 as steps of size

    struct Look {
        Kind kind = Kind::Real;
        Arrows arrows = Arrows::ByOne;
        double stride = 1; ///< of ByOne, in what is shown
        QString suffix = {};
        double scale = 1; ///< what is shown is the value times this
        QString absent = {}; ///< what stands there for no number; empty: there must be one
    };
    explicit NumberBox(const Look& look, QWidget* parent = nullptr);

    nlohmann::ordered_json value() const { return m_value; } ///< a number, null where it is absent, or a string that is no number
    void setValue(const nlohmann::ordered_json& value);
    void setNumber(double number) { setValue(number); }
    void setWrong(bool wrong); ///< a red edge

    static QString digits(double value); ///< "4", "0.001", "1e-8"

    void stepBy(int steps) override;
    QValidator::State validate(QString& text, int& position) const override;

Q_SIGNALS:
    void valueChanged();

protected:
    StepEnabled stepEnabled() const override;

private:
    nlohmann::ordered_json parse(QString text) const;
    QString written() const;
    void read(const QString& text);

    Look m_look;
    nlohmann::ordered_json m_value;
};

} // namespace attune::ui
