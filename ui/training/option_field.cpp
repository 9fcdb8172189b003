#include "ui/training/option_field.h"

#include "core/error.h"
#include "core/runs/training_option_table.h"
#include "ui/training/learning_rate_box.h"
#include "ui/training/number_box.h"
#include "ui/training/option_wording.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

#include <type_traits>

namespace attune::ui {

namespace {

using Json = OptionField::Json;

/// As wide as the column lets it be: what is chosen may be longer, and is shown shortened.
QComboBox* narrowCombo()
{
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    return box;
}

class NumberField : public OptionField {
public:
    NumberField(const std::string& name, NumberBox* box)
        : OptionField(name, box)
        , m_box(box)
    {
        connect(m_box, &NumberBox::valueChanged, this, [this] { noteChange(); });
    }
    Json value() const override { return m_box->value(); }
    void setValue(const Json& value) override { m_box->setValue(value); }

protected:
    QString fault() const override
    {
        if (m_box->value().is_string() || (m_box->value().is_null() && wordingOf(name()).absent.isEmpty()))
            return tr("Not a number.");
        // In hundredths, as it was typed.
        return wordingOf(name()).percent && !OptionField::fault().isEmpty() ? tr("It must be between 0 and 100 %.") : OptionField::fault();
    }
    void showWrong(bool wrong) override { m_box->setWrong(wrong); }

private:
    NumberBox* m_box;
};

class LearningRateField : public OptionField {
public:
    explicit LearningRateField(const std::string& name, LearningRateBox* box = new LearningRateBox)
        : OptionField(name, box)
        , m_box(box)
    {
        connect(m_box, &LearningRateBox::valueChanged, this, [this] { noteChange(); });
        connect(m_box, &LearningRateBox::problemChanged, this, [this] { noteChange(); });
    }
    Json value() const override { return m_box->value(); }
    void setValue(const Json& value) override
    {
        if (value.is_number())
            m_box->setValue(value.get<double>());
    }

protected:
    QString fault() const override { return m_box->problem(); }
    void showWrong(bool) override { } // it does so itself

private:
    LearningRateBox* m_box;
};

class ChoiceField : public OptionField {
public:
    explicit ChoiceField(const std::string& name, QComboBox* box = narrowCombo())
        : OptionField(name, box)
        , m_box(box)
    {
        for (const auto& [value, words] : wordingOf(name).choices)
            m_box->addItem(words, value);
        connect(m_box, &QComboBox::currentIndexChanged, this, [this] { noteChange(); });
    }
    Json value() const override { return m_box->currentData().toString().toStdString(); }
    void setValue(const Json& value) override
    {
        const QString wanted = value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
        if (m_box->findData(wanted) < 0 && !wanted.isEmpty()) // a device that is not here: shown as it is
            m_box->addItem(wanted, wanted);
        m_box->setCurrentIndex(m_box->findData(wanted));
    }

private:
    QComboBox* m_box;
};

class CheckField : public OptionField {
public:
    explicit CheckField(const std::string& name, QCheckBox* box = new QCheckBox)
        : OptionField(name, box)
        , m_box(box)
    {
        connect(m_box, &QCheckBox::toggled, this, [this] { noteChange(); });
    }
    Json value() const override { return m_box->isChecked(); }
    void setValue(const Json& value) override { m_box->setChecked(value.is_boolean() && value.get<bool>()); }

private:
    QCheckBox* m_box;
};

/// All alike, balanced, or a line of numbers that shows only when it is needed.
class ClassWeightsField : public OptionField {
public:
    explicit ClassWeightsField(const std::string& name, QWidget* whole = new QWidget)
        : OptionField(name, whole)
        , m_whole(whole)
        , m_kind(narrowCombo())
        , m_numbers(new QLineEdit)
    {
        auto* rows = new QVBoxLayout(m_whole);
        rows->setContentsMargins(0, 0, 0, 0);
        rows->setSpacing(4);
        rows->addWidget(m_kind);
        rows->addWidget(m_numbers);
        for (const auto& [value, words] : wordingOf(name).choices)
            m_kind->addItem(words, value);
        m_numbers->setPlaceholderText(QStringLiteral("1, 2.5"));
        m_numbers->setAccessibleName(tr("Weight of each class"));
        m_numbers->setToolTip(tr("A number above 0 for each class, in the order of the labels, with commas between."));
        m_numbers->hide();
        m_whole->setFocusProxy(m_kind);
        connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
            m_numbers->setVisible(own());
            noteChange();
        });
        connect(m_numbers, &QLineEdit::textChanged, this, [this] { noteChange(); });
    }
    Json value() const override
    {
        if (!own())
            return m_kind->currentData().toString().toStdString();
        return QString(m_numbers->text()).remove(QLatin1Char(' ')).toStdString();
    }
    void setValue(const Json& value) override
    {
        const QString text = value.is_string() ? QString::fromStdString(value.get<std::string>()) : QString();
        const int known = m_kind->findData(text);
        m_kind->setCurrentIndex(known >= 0 ? known : m_kind->findData(QString()));
        if (own())
            m_numbers->setText(QString(text).replace(QLatin1Char(','), QLatin1String(", ")));
    }

protected:
    void showWrong(bool wrong) override
    {
        m_numbers->setProperty("wrong", wrong);
        m_numbers->update();
    }

private:
    bool own() const { return m_kind->currentData().toString().isEmpty(); }

    QWidget* m_whole;
    QComboBox* m_kind;
    QLineEdit* m_numbers;
};

NumberBox::Look lookOf(const std::string& name, bool whole)
{
    const OptionWording& wording = wordingOf(name);
    NumberBox::Look look;
    look.kind = whole ? NumberBox::Kind::Whole : NumberBox::Kind::Real;
    look.suffix = wording.suffix;
    look.absent = wording.absent;
    look.scale = wording.percent ? 100 : 1;
    if (name == "per_device_train_batch_size")
        look.arrows = NumberBox::Arrows::Doubling;
    else if (name == "max_seq_length")
        look.stride = 16;
    else if (name == "eval_steps" || name == "save_steps" || name == "max_steps" || name == "warmup_steps")
        look.stride = 10;
    else if (name == "layerwise_lr_decay" || name == "dropout" || name == "label_smoothing_factor" || name == "momentum")
        look.stride = 0.05;
    else if (!whole && !wording.percent && name != "num_train_epochs" && name != "max_grad_norm")
        look.arrows = NumberBox::Arrows::ByDigit;
    return look;
}

template <typename Value> struct WithoutOptional {
    using Type = Value;
};
template <typename Value> struct WithoutOptional<std::optional<Value>> {
    using Type = Value;
};

template <typename Member> std::unique_ptr<OptionField> makeField(const std::string& name)
{
    using Value = typename WithoutOptional<std::decay_t<Member>>::Type;
    if constexpr (std::is_same_v<Value, bool>)
        return std::make_unique<CheckField>(name);
    else if constexpr (std::is_same_v<Value, std::string>) {
        if (name == "class_weights")
            return std::make_unique<ClassWeightsField>(name);
        return std::make_unique<ChoiceField>(name);
    } else {
        if (name == "learning_rate")
            return std::make_unique<LearningRateField>(name);
        return std::make_unique<NumberField>(name, new NumberBox(lookOf(name, std::is_integral_v<Value>)));
    }
}

} // namespace

OptionField::OptionField(std::string name, QWidget* widget)
    : m_name(std::move(name))
    , m_widget(widget)
{
    const OptionWording& wording = wordingOf(m_name);
    widget->setObjectName(QString::fromStdString(m_name));
    widget->setAccessibleName(QString(wording.label).remove(QLatin1Char('&')));
    widget->setAccessibleDescription(wording.meaning);
    widget->setToolTip(explained(m_name, false));
    widget->setWhatsThis(explained(m_name, true));
}

OptionField::~OptionField() = default;

/// Kind and range, told as core tells them, with the window's name for the option.
QString OptionField::fault() const
{
    try {
        core::withJson({}, {{m_name, value()}}, "the window").check();
        return {};
    } catch (const core::Error& error) {
        QString sentence = QString::fromStdString(error.cause());
        return sentence.replace(QString::fromStdString(m_name), QString(wordingOf(m_name).label).remove(QLatin1Char('&')));
    }
}

void OptionField::showWrong(bool wrong)
{
    m_widget->setProperty("wrong", wrong);
    m_widget->update();
}

void OptionField::noteChange()
{
    m_problem = fault();
    showWrong(!m_problem.isEmpty());
    Q_EMIT changed();
}

std::vector<std::unique_ptr<OptionField>> makeOptionFields()
{
    std::vector<std::unique_ptr<OptionField>> fields;
    core::TrainingOptions table;
    core::visitOptions(table, [&](const char* name, const auto& member, const auto&, const char*) {
        fields.push_back(makeField<decltype(member)>(name));
    });
    return fields;
}

} // namespace attune::ui
