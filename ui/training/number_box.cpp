#include "ui/training/number_box.h"

#include <QLineEdit>

#include <cmath>

namespace attune::ui {

using Json = nlohmann::ordered_json;

namespace {

double nextByDigit(double value, bool up)
{
    if (value <= 0)
        return up ? 0.001 : 0;
    const double decade = std::pow(10.0, std::floor(std::log10(value) + 1e-9));
    constexpr double kRungs[] = {0.5, 1, 2, 5, 10};
    for (int i = up ? 0 : 4; i >= 0 && i < 5; i += up ? 1 : -1) {
        const double rung = kRungs[i] * decade;
        if (up ? rung > value * 1.000001 : rung < value * 0.999999)
            return QString::number(rung, 'g', 3).toDouble();
    }
    return value;
}

} // namespace

NumberBox::NumberBox(const Look& look, QWidget* parent)
    : QAbstractSpinBox(parent)
    , m_look(look)
    , m_value(look.absent.isEmpty() ? Json(0) : Json(nullptr))
{
    setAccelerated(true);
    lineEdit()->setPlaceholderText(look.absent);
    lineEdit()->setText(written());
    connect(lineEdit(), &QLineEdit::textEdited, this, &NumberBox::read);
    connect(this, &QAbstractSpinBox::editingFinished, this, [this] {
        if (!m_value.is_string())
            lineEdit()->setText(written());
    });
}

QString NumberBox::digits(double value)
{
    QString text = QString::number(value, 'g', 10);
    // 1e-08 as people write it
    return text.replace(QLatin1String("e-0"), QLatin1String("e-")).replace(QLatin1String("e+0"), QLatin1String("e"));
}

void NumberBox::setValue(const Json& value)
{
    const bool changed = value != m_value;
    m_value = value;
    if (m_look.kind == Kind::Whole && value.is_number() && value.get<double>() >= 0 && std::floor(value.get<double>()) == value.get<double>())
        m_value = value.get<std::uint64_t>();
    lineEdit()->setText(written());
    if (changed)
        Q_EMIT valueChanged();
}

void NumberBox::setWrong(bool wrong)
{
    setProperty("wrong", wrong);
    update();
}

QString NumberBox::written() const
{
    if (m_value.is_null())
        return {};
    if (m_value.is_string())
        return QString::fromStdString(m_value.get<std::string>());
    if (m_value.is_number_unsigned())
        return QString::number(m_value.get<std::uint64_t>()) + m_look.suffix;
    return digits(m_value.get<double>() * m_look.scale) + m_look.suffix;
}

Json NumberBox::parse(QString text) const
{
    const QString typed = text.trimmed();
    text = typed;
    const QString suffix = m_look.suffix.trimmed();
    if (!suffix.isEmpty() && text.endsWith(suffix))
        text.chop(suffix.size());
    text = text.trimmed();
    text.replace(QLatin1Char(','), QLatin1Char('.'));
    text.replace(QChar(0x2212), QLatin1Char('-')); // a minus sign as typeset
    if (text.isEmpty() && !m_look.absent.isEmpty())
        return nullptr;
    bool whole = false;
    const qulonglong count = text.toULongLong(&whole);
    if (whole && m_look.kind == Kind::Whole)
        return count;
    bool ok = false;
    const double number = text.toDouble(&ok);
    return ok && std::isfinite(number) ? Json(number / m_look.scale) : Json(typed.toStdString());
}

void NumberBox::read(const QString& text)
{
    const Json value = parse(text);
    if (value == m_value)
        return;
    m_value = value;
    Q_EMIT valueChanged();
}

void NumberBox::stepBy(int steps)
{
    double shown = m_value.is_number() ? m_value.get<double>() * m_look.scale : 0;
    for (int i = 0; i < std::abs(steps); ++i) {
        if (m_look.arrows == Arrows::ByOne)
            shown = std::max(0.0, shown + (steps > 0 ? m_look.stride : -m_look.stride));
        else if (m_look.arrows == Arrows::Doubling)
            shown = steps > 0 ? std::max(1.0, shown * 2) : std::max(1.0, std::floor(shown / 2));
        else
            shown = nextByDigit(shown, steps > 0);
    }
    if (shown == 0 && steps < 0 && !m_look.absent.isEmpty())
        setValue(nullptr);
    else
        setValue(parse(digits(shown)));
    selectAll();
}

QValidator::State NumberBox::validate(QString&, int&) const
{
    return QValidator::Acceptable; // what is wrong with it is said in words
}

QAbstractSpinBox::StepEnabled NumberBox::stepEnabled() const
{
    return isReadOnly() ? StepNone : StepUpEnabled | StepDownEnabled;
}

} // namespace attune::ui
