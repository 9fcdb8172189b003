#include "ui/dataset/split_pane.h"

#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/text_label.h"
#include "ui/note.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

namespace attune::ui {

namespace {

constexpr int kMargin = 16;

QHBoxLayout* tightRow(QWidget* owner = nullptr)
{
    auto* row = new QHBoxLayout(owner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    return row;
}

QHBoxLayout* fieldRow(const QString& caption, QWidget* field)
{
    auto* label = new TextLabel(caption);
    label->setBuddy(field);
    label->setToolTip(field->toolTip());
    auto* row = tightRow();
    row->addWidget(label);
    row->addStretch();
    row->addWidget(field);
    return row;
}

} // namespace

SplitPane::SplitPane(QWidget* parent)
    : QWidget(parent)
    , m_way(new SegmentedControl({tr("From this file"), tr("Own file")}))
    , m_useColumn(new QCheckBox)
    , m_share(new QSpinBox)
    , m_seed(new QSpinBox)
    , m_content(new QCheckBox(tr("Ta&ke no account of row order")))
    , m_fileName(new TextLabel({}))
    , m_chooseFile(secondaryButton(tr("&Browse…"), {}, ButtonSize::Pane))
    , m_testName(new TextLabel({}, Type::Body, &Colours::text2))
    , m_chooseTest(flatButton(tr("Choose…")))
    , m_noTest(iconButton(QStringLiteral("close"), tr("Do without the test file")))
    , m_mix(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_counts(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_notes(new Note)
{
    m_way->setAccessibleName(tr("Where the rows to check with come from"));
    m_way->setToolTip(tr("Rows that the model never learns from show how well it does on texts that it has not seen"));
    m_useColumn->setToolTip(tr("The column says of each row whether it is to learn from, to check or to test with"));
    m_chooseFile->setToolTip(tr("A second file with the same columns, to check with"));
    m_chooseTest->setToolTip(tr("A file that the best model is tested with at the end of the training"));
    m_chooseTest->setAccessibleName(tr("Choose a test file"));
    m_notes->setWrapped();
    m_counts->setToolTip(tr("Rows to learn from + rows to check with, and those to test with"));

    m_shareRows = buildShare();
    m_file = fileRow(tr("File"), m_fileName, m_chooseFile);
    auto* test = fileRow(tr("Test file"), m_testName, m_chooseTest);
    test->layout()->addWidget(m_noTest);
    auto* counts = tightRow();
    counts->addWidget(m_mix);
    counts->addStretch();
    counts->addWidget(m_counts);

    auto* rows = new QVBoxLayout;
    rows->setContentsMargins(kMargin, 0, kMargin, kMargin);
    rows->setSpacing(8);
    rows->addWidget(m_useColumn);
    rows->addWidget(m_shareRows);
    rows->addWidget(m_file);
    rows->addLayout(counts);
    rows->addWidget(test);
    rows->addWidget(m_notes);
    auto* title = new PaneTitle(tr("Check rows"));
    title->addAtRight(m_way);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addLayout(rows);

    connect(m_way, &SegmentedControl::currentChanged, this, [this](int way) { useOwnFile(way == 1); });
    connect(m_useColumn, &QCheckBox::toggled, this, [this](bool on) {
        auto settings = m_settings;
        settings.useSplitColumn = on;
        change(settings);
    });
    connect(m_chooseFile, &QPushButton::clicked, this, [this] { chooseFile(false); });
    connect(m_chooseTest, &QPushButton::clicked, this, [this] { chooseFile(true); });
    connect(m_noTest, &QToolButton::clicked, this, [this] {
        auto settings = m_settings;
        settings.testFile.clear();
        change(settings);
    });
    showSettings();
}

QWidget* SplitPane::buildShare()
{
    m_share->setRange(1, 50);
    m_share->setSuffix(tr(" %"));
    m_share->setToolTip(
        tr("Rows that the model never learns from: they show how well it does on texts that it has not seen.\nvalidation_split"));
    m_share->setAccessibleName(tr("Share of the rows held back"));
    m_share->setObjectName(QStringLiteral("validation_split"));
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setToolTip(tr("The same seed holds the same rows back again."));
    m_seed->setAccessibleName(tr("Seed of the rows held back"));
    m_seed->setObjectName(QStringLiteral("split_seed"));
    m_content->setToolTip(
        tr("On: the texts alone decide which rows are held back, so that the same rows in another order are divided alike"));
    for (auto* box : {m_share, m_seed}) {
        box->setFixedWidth(96);
        box->setKeyboardTracking(false);
    }
    auto* rows = new QWidget;
    auto* column = new QVBoxLayout(rows);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(fieldRow(tr("Share he&ld back"), m_share));
    column->addLayout(fieldRow(tr("Drawn b&y seed"), m_seed));
    column->addWidget(m_content);
    connect(m_share, &QSpinBox::valueChanged, this, [this](int percent) {
        auto settings = m_settings;
        settings.validationShare = percent / 100.0;
        change(settings);
    });
    connect(m_seed, &QSpinBox::valueChanged, this, [this](int seed) {
        auto settings = m_settings;
        settings.splitSeed = static_cast<std::uint64_t>(seed);
        change(settings);
    });
    connect(m_content, &QCheckBox::toggled, this, [this](bool on) {
        auto settings = m_settings;
        settings.splitOrder = on ? core::SplitOrder::Content : core::SplitOrder::File;
        change(settings);
    });
    return rows;
}

QWidget* SplitPane::fileRow(const QString& caption, TextLabel* name, QPushButton* choose)
{
    auto* widget = new QWidget;
    auto* row = tightRow(widget);
    name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(new TextLabel(caption));
    row->addWidget(name, 1);
    row->addWidget(choose);
    return widget;
}

void SplitPane::set(const SplitSettings& settings, const QString& splitColumn)
{
    m_settings = settings;
    m_useColumn->setText(tr("As column “%1” says").arg(QString(splitColumn).replace(QLatin1Char('&'), QLatin1String("&&"))));
    m_useColumn->setVisible(!splitColumn.isEmpty());
    m_hasSplitColumn = !splitColumn.isEmpty();
    m_counts->clear();
    m_notes->hide();
    showSettings();
}

void SplitPane::showSettings()
{
    const QSignalBlocker quiet[] = {QSignalBlocker(m_way), QSignalBlocker(m_useColumn), QSignalBlocker(m_share),
        QSignalBlocker(m_seed), QSignalBlocker(m_content)};
    const bool own = !m_settings.validationFile.empty();
    m_way->setCurrent(own ? 1 : 0);
    m_useColumn->setChecked(m_settings.useSplitColumn);
    m_useColumn->setVisible(m_hasSplitColumn && !own);
    m_share->setValue(static_cast<int>(std::lround(100 * m_settings.validationShare)));
    m_seed->setValue(static_cast<int>(m_settings.splitSeed));
    m_content->setChecked(m_settings.splitOrder == core::SplitOrder::Content);
    m_shareRows->setVisible(!own && !m_settings.useSplitColumn);
    m_file->setVisible(own);
    m_fileName->setText(fromPath(m_settings.validationFile.filename()));
    m_fileName->setToolTip(shortPath(m_settings.validationFile));
    m_testName->setText(m_settings.testFile.empty() ? tr("none") : fromPath(m_settings.testFile.filename()));
    m_testName->setToolTip(shortPath(m_settings.testFile));
    m_noTest->setVisible(!m_settings.testFile.empty());
    m_mix->setText(own                  ? tr("All rows here are learned from")
            : m_settings.useSplitColumn ? tr("As the column says")
                                        : tr("Same label mix in both parts"));
}

void SplitPane::useOwnFile(bool own)
{
    if (own && m_lastFile.empty()) {
        chooseFile(false);
        return;
    }
    auto settings = m_settings;
    settings.validationFile = own ? m_lastFile : std::filesystem::path();
    change(settings);
}

void SplitPane::chooseFile(bool test)
{
    auto* dialog = new QFileDialog(this, test ? tr("Open rows to test with") : tr("Open rows to check with"), QString(),
        tr("Rows (*.csv *.tsv *.txt *.jsonl *.json);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, test](const QString& file) { take(file, test); });
    connect(dialog, &QFileDialog::rejected, this, &SplitPane::showSettings); // nothing has changed
    dialog->open();
}

void SplitPane::checkWith(const QString& file) { take(file, false); }

void SplitPane::take(const QString& file, bool test)
{
    auto settings = m_settings;
    (test ? settings.testFile : settings.validationFile) = toPath(file);
    if (!test)
        m_lastFile = settings.validationFile;
    change(settings);
}

void SplitPane::change(const SplitSettings& settings)
{
    if (settings == m_settings)
        return showSettings();
    m_settings = settings;
    m_counts->clear();
    m_notes->hide();
    showSettings();
    Q_EMIT settingsChanged(m_settings);
}

void SplitPane::setResult(const CheckResult& result)
{
    QString counts = QStringLiteral("%1 + %2").arg(number(result.train), number(result.validation));
    QString words = tr("%1 rows to learn from, %2 rows to check with").arg(number(result.train), number(result.validation));
    if (result.test > 0) {
        counts += tr(", %1 to test").arg(number(result.test));
        words += tr(", %1 rows to test with").arg(number(result.test));
    }
    m_counts->setText(counts);
    m_counts->setAccessibleName(words);
    m_notes->setVisible(!result.notes.isEmpty());
    m_notes->set(Note::Tone::Info, result.notes.join(QLatin1Char('\n')));
}

void SplitPane::setFailure(const Failure& failure)
{
    m_counts->clear();
    m_notes->show();
    m_notes->set(Note::Tone::Error, failure.cause, failure.wayOut);
}

void SplitPane::setLocked(bool locked)
{
    for (QWidget* field :
        std::initializer_list<QWidget*>{m_way, m_useColumn, m_share, m_seed, m_content, m_chooseFile, m_chooseTest, m_noTest})
        field->setEnabled(!locked);
}

} // namespace attune::ui
