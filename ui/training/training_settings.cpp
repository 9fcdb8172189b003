#include "ui/training/training_settings.h"

#include "core/atomic_file.h"
#include "core/runs/events.h"
#include "core/runs/training_steps.h"
#include "ui/frame/buttons.h"
#include "ui/frame/icon_label.h"
#include "ui/frame/pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/settings.h"
#include "ui/frame/text_label.h"
#include "ui/training/learning_rate_box.h"
#include "ui/training/option_summaries.h"
#include "ui/training/schedule_preview.h"
#include "ui/training/settings_group.h"
#include "ui/words.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFileDialog>
#include <QMenu>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <fstream>
#include <utility>

namespace attune::ui {

using Json = OptionField::Json;

namespace {

/// What a run takes up in its middle.
bool mayChangeInMidRun(const std::string& name)
{
    return name == "learning_rate" || name == "num_train_epochs" || name == "early_stopping_patience";
}

constexpr OptionGroup kGroups[] = {OptionGroup::Essentials, OptionGroup::Schedule, OptionGroup::Optimiser, OptionGroup::Regularisation,
    OptionGroup::Evaluation, OptionGroup::ClassBalance, OptionGroup::Reproducibility, OptionGroup::Speed};

} // namespace

TrainingSettings::TrainingSettings(QWidget* parent)
    : QWidget(parent)
    , m_preset(new SegmentedControl({tr("Quick"), tr("Balanced"), tr("Best")}))
    , m_reset(iconButton(QStringLiteral("undo"), tr("Back to the defaults of this model")))
    , m_file(iconButton(QStringLiteral("open"), tr("Load or save these settings")))
    , m_copy(iconButton(QStringLiteral("copy"), tr("Copy as a command for the terminal")))
    , m_note(new QWidget)
    , m_noteIcon(new IconLabel(QStringLiteral("lock")))
    , m_noteText(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_preview(new SchedulePreview)
    , m_fields(makeOptionFields())
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    addHead();
    addGroups();
    rows->addWidget(new Separator);
    rows->addStretch(1);
    setOptions(m_base); // before anything is computed from the fields
    setDevices({});
}

TrainingSettings::~TrainingSettings() = default;

void TrainingSettings::addHead()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(16, 10, 8, 10);
    row->setSpacing(0);
    row->addWidget(m_preset);
    row->addStretch(1);
    m_preset->setObjectName(QStringLiteral("preset"));
    m_preset->setAccessibleName(tr("Preset"));
    m_preset->setToolTip(tr("Quick shows in little time whether the data can be learned; Balanced suits most; Best takes its time."));
    m_reset->setObjectName(QStringLiteral("resetSettings"));
    m_file->setObjectName(QStringLiteral("settingsFile"));
    m_copy->setObjectName(QStringLiteral("copyCommand"));
    auto* menu = new QMenu(m_file);
    connect(menu->addAction(tr("&Load settings...")), &QAction::triggered, this, [this] { chooseFile(false); });
    connect(menu->addAction(tr("&Save settings...")), &QAction::triggered, this, [this] { chooseFile(true); });
    m_file->setMenu(menu);
    m_file->setPopupMode(QToolButton::InstantPopup);
    for (QToolButton* button : {m_reset, m_file, m_copy}) {
        button->setFixedWidth(25); // beside the presets there is no more room, where the desktop's letters are wide
        row->addWidget(button);
    }
    connect(m_preset, &SegmentedControl::currentChanged, this, [this](int index) {
        if (!m_setting)
            choosePreset(Preset(index));
    });
    connect(m_reset, &QToolButton::clicked, this, &TrainingSettings::reset);
    connect(m_copy, &QToolButton::clicked, this, &TrainingSettings::copyRequested);

    auto* note = new QHBoxLayout(m_note);
    note->setContentsMargins(16, 0, 16, 10);
    note->setSpacing(8);
    note->addWidget(m_noteIcon, 0, Qt::AlignTop);
    m_noteText->setWordWrap(true);
    note->addWidget(m_noteText, 1);
    m_note->hide();
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    layout()->addWidget(m_note);
}

void TrainingSettings::addGroups()
{
    for (const OptionGroup group : kGroups) {
        const bool open = group == OptionGroup::Essentials || group == OptionGroup::Schedule;
        m_groups[group] = new SettingsGroup(titleOf(group), open);
        layout()->addWidget(m_groups[group]);
    }
    const auto add = [this](OptionField& one) {
        m_groups[wordingOf(one.name()).group]->addRow(wordingOf(one.name()).label, one.widget());
        connect(&one, &OptionField::changed, this, [this, &one] {
            m_groups[wordingOf(one.name()).group]->setProblem(one.widget(), one.problem());
            noteChange();
        });
    };
    // The everyday ones first, in the order in which people think of them; the others in that of core's table.
    static constexpr const char* kFirst[] = {"learning_rate", "num_train_epochs", "per_device_train_batch_size", "max_seq_length",
        "metric_for_best_model", "lr_scheduler_type", "warmup_ratio", "device", "precision"};
    for (const char* name : kFirst)
        add(field(name));
    for (const auto& one : m_fields)
        if (std::find(std::begin(kFirst), std::end(kFirst), one->name()) == std::end(kFirst))
            add(*one);
    m_groups[OptionGroup::Schedule]->addWide(m_preview);
}

OptionField& TrainingSettings::field(const char* name) const
{
    return **std::find_if(m_fields.begin(), m_fields.end(), [&](const auto& one) { return one->name() == name; });
}

SettingsGroup& TrainingSettings::group(OptionGroup group) const
{
    return *m_groups.at(group);
}

void TrainingSettings::setDefaults(const core::CheckpointSummary& checkpoint)
{
    if (m_own) { // a run goes on meanwhile
        const core::TrainingOptions ofRun = options();
        showOwn();
        setDefaults(checkpoint);
        showOfRun(ofRun);
        return;
    }
    const Json given = core::toJson(m_given);
    const Json now = core::toJson(options());
    Json byHand = Json::object();
    for (const auto& [name, value] : now.items())
        if (value != given.at(name))
            byHand[name] = value;
    m_config = checkpoint.config;
    m_longest = std::min<std::size_t>(checkpoint.maxLength, std::size_t(checkpoint.config.maxPositionEmbeddings));
    static_cast<LearningRateBox*>(field("learning_rate").widget())->setSuggestion(core::defaultOptions(m_config).learningRate);
    m_given = presetOptions(m_chosenPreset, m_config, m_longest);
    fill(core::withJson(m_given, byHand, "the window"), Wrong::Stays);
}

void TrainingSettings::reset()
{
    choosePreset(Preset::Balanced);
}

void TrainingSettings::choosePreset(Preset preset)
{
    // What is no matter of taste stays as it is.
    core::TrainingOptions options = presetOptions(preset, m_config, m_longest);
    options.device = field("device").value().get<std::string>();
    m_chosenPreset = preset;
    setOptions(options);
}

void TrainingSettings::setMaxLength(std::optional<int> tokens)
{
    m_toldLength = tokens;
    if (m_own)
        m_own->options.maxSeqLength = tokens;
    else
        field("max_seq_length").setValue(tokens ? Json(*tokens) : Json(nullptr));
}

void TrainingSettings::setDevices(const core::RuntimeReport& report)
{
    auto* box = static_cast<QComboBox*>(field("device").widget());
    const QVariant before = m_runtime.devices.empty() ? settings::device() : box->currentData(); // the preferred one to begin with
    m_runtime = report;
    const QSignalBlocker quiet(box); // an empty box would be a wrong one
    box->clear();
    const core::DeviceReport* const chosen = report.device(report.chosenDevice);
    box->addItem(chosen ? tr("Automatic (%1)").arg(shortName(*chosen)) : tr("Automatic"), QStringLiteral("auto"));
    for (const core::DeviceReport& device : report.devices)
        box->addItem(longName(device), QString::fromStdString(device.name));
    box->setCurrentIndex(std::max(0, box->findData(before)));
    int widest = 0;
    for (int i = 0; i < box->count(); ++i)
        widest = std::max(widest, box->fontMetrics().horizontalAdvance(box->itemText(i)));
    box->view()->setMinimumWidth(widest + 32); // the column is too narrow for a graphics card's name
    noteChange();
}

void TrainingSettings::setDevice(const QString& name)
{
    auto* box = static_cast<QComboBox*>(field("device").widget());
    box->setCurrentIndex(std::max(0, box->findData(name)));
}

QString TrainingSettings::deviceInWords() const
{
    return text("device");
}

void TrainingSettings::setTexts(std::int64_t learnedFrom)
{
    m_texts = learnedFrom;
    updatePreview();
}

void TrainingSettings::setMode(Mode mode)
{
    m_mode = mode;
    for (const auto& one : m_fields)
        one->widget()->setEnabled(mode == Mode::Open || (mode == Mode::Paused && mayChangeInMidRun(one->name())));
    for (QWidget* head : {static_cast<QWidget*>(m_preset), static_cast<QWidget*>(m_reset), static_cast<QWidget*>(m_file)})
        head->setEnabled(mode == Mode::Open);
    m_note->setVisible(mode != Mode::Open);
    const bool paused = mode == Mode::Paused;
    m_noteIcon->set(paused ? QStringLiteral("pause") : QStringLiteral("lock"), paused ? &Colours::warning : &Colours::text2);
    m_noteText->setInk(paused ? &Colours::warning : &Colours::text2);
    m_noteText->setText(paused ? tr("Paused. Learning rate, epochs and patience can be changed; the run records it.")
                               : tr("Locked while training. Pause to change learning rate, epochs or patience."));
}

void TrainingSettings::setOptions(const core::TrainingOptions& options)
{
    if (m_own) {
        m_own = Own{options, options};
    } else {
        m_given = options;
        fill(options);
    }
}

void TrainingSettings::showOfRun(const core::TrainingOptions& ofRun)
{
    if (!m_own)
        m_own = Own{options(), m_given};
    m_given = ofRun;
    fill(ofRun);
}

void TrainingSettings::showOwn()
{
    if (const auto own = std::exchange(m_own, std::nullopt)) {
        m_given = own->given;
        fill(own->options);
    }
}

void TrainingSettings::fill(const core::TrainingOptions& options, Wrong wrong)
{
    m_base = options;
    const Json json = core::toJson(options);
    {
        const QScopedValueRollback<bool> guard(m_setting, true);
        for (const auto& one : m_fields)
            if (wrong == Wrong::IsReplaced || one->problem().isEmpty())
                one->setValue(json.at(one->name()));
    }
    noteChange();
}

core::TrainingOptions TrainingSettings::options() const
{
    Json json = Json::object();
    for (const auto& one : m_fields)
        if (one->problem().isEmpty())
            json[one->name()] = one->value();
    return core::withJson(m_base, json, "the window");
}

QString TrainingSettings::problem() const
{
    for (const auto& one : m_fields)
        if (!one->problem().isEmpty())
            return one->problem();
    const std::int64_t longest = std::int64_t(m_longest);
    if (field("max_seq_length").value().is_number() && field("max_seq_length").value().get<double>() > double(longest))
        return tr("The maximum length is more than the %1 tokens that this model can read.").arg(longest);
    return {};
}

void TrainingSettings::noteChange()
{
    if (m_setting)
        return;
    updatePreset();
    updateSummaries();
    updatePreview();
    noteMaxLength();
    Q_EMIT changed();
}

void TrainingSettings::noteMaxLength()
{
    const auto& length = field("max_seq_length");
    if (!length.problem().isEmpty())
        return;
    const auto tokens = length.value().is_number() ? std::optional(length.value().get<int>()) : std::nullopt;
    const bool readable = !tokens || *tokens <= int(m_longest);
    group(OptionGroup::Essentials).setProblem(length.widget(), readable ? QString() : tr("This model reads %1 tokens at most.").arg(m_longest));
    if (readable && !m_own && std::exchange(m_toldLength, tokens) != tokens)
        Q_EMIT maxLengthChanged(tokens);
}

void TrainingSettings::updatePreset()
{
    if (!acceptable())
        return;
    const QScopedValueRollback<bool> guard(m_setting, true);
    const core::TrainingOptions now = options();
    for (const Preset preset : {Preset::Quick, Preset::Balanced, Preset::Best}) {
        core::TrainingOptions wanted = presetOptions(preset, m_config, m_longest);
        wanted.device = now.device;
        wanted.seed = now.seed;
        if (wanted == now)
            return m_preset->setCurrent(int(preset));
    }
    m_preset->clear();
}

void TrainingSettings::updateSummaries()
{
    for (const OptionGroup group : kGroups)
        m_groups[group]->setSummary(summaryOf(group, options(), m_runtime));
}

void TrainingSettings::updatePreview()
{
    const core::TrainingOptions now = options();
    // Without data a length by which the shape can be seen.
    const core::TrainingSteps steps = core::stepsOf(now, m_texts > 0 ? m_texts : 250 * now.batchSize);
    m_preview->setSchedule({now.lrSchedulerType, now.learningRate, steps.warmup, steps.total}, m_texts > 0 ? steps.perEpoch : 0);
}

void TrainingSettings::showStep(std::optional<std::int64_t> step)
{
    m_preview->setStep(step);
}

QString TrainingSettings::text(const char* name) const
{
    const auto* box = qobject_cast<QComboBox*>(field(name).widget());
    return box ? box->currentText() : QString();
}

void TrainingSettings::chooseFile(bool save)
{
    auto* dialog = new QFileDialog(this, save ? tr("Save these settings") : tr("Load settings"), {}, tr("Settings or run (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(save ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    connect(dialog, &QFileDialog::fileSelected, this, save ? &TrainingSettings::save : &TrainingSettings::load);
    dialog->open();
}

void TrainingSettings::load(const QString& file)
{
    const auto failure = attempt([&] {
        std::ifstream in(toPath(file), std::ios::binary);
        if (!in)
            throw core::Error("The settings in " + file.toStdString() + " cannot be opened.", "Check that you may read the file.");
        const Json json = Json::parse(in, nullptr, false);
        if (json.is_discarded())
            throw core::Error(file.toStdString() + " is not JSON.", "Choose settings that Attune saved, or a run's run.json.");
        const bool ofRun = json.is_object() && json.contains("options");
        const core::TrainingOptions loaded =
            core::withJson(presetOptions(Preset::Balanced, m_config, m_longest), ofRun ? json.at("options") : json, file.toStdString());
        loaded.check();
        fill(loaded); // by hand: another model does not take it back
    });
    if (failure)
        Q_EMIT failed(*failure);
}

void TrainingSettings::save(const QString& file)
{
    if (const auto failure = attempt([&] { core::writeFileAtomically(toPath(file), core::toText(core::toJson(options()), 2) + "\n"); }))
        Q_EMIT failed(*failure);
}

} // namespace attune::ui
