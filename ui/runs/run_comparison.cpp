#include "ui/runs/run_comparison.h"

#include "ui/frame/buttons.h"
#include "ui/training/option_wording.h"
#include "ui/training/wording.h"
#include "ui/words.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <nlohmann/json.hpp>

namespace attune::ui {

namespace {

QString orDash(bool known, const QString& words)
{
    return known ? words : QStringLiteral("–");
}

/// Leaves the keys for copying to the dialog, which copies the whole table; by itself it would copy one cell.
class ComparisonTable : public QTableView {
protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->matches(QKeySequence::Copy))
            event->ignore();
        else
            QTableView::keyPressEvent(event);
    }
};

} // namespace

bool RunComparison::Row::differs() const
{
    for (const auto& value : values)
        if (value != values.front())
            return true;
    return false;
}

RunComparison::RunComparison(const std::vector<RunEntry>& runs, QObject* parent)
    : QAbstractTableModel(parent)
{
    for (const auto& run : runs)
        m_names << run.name();
    collect(runs);
    setOnlyDifferences(true);
}

void RunComparison::collect(const std::vector<RunEntry>& runs)
{
    const auto add = [&](const QString& name, const QString& toolTip, const auto& valueOf) {
        Row row{name, toolTip, {}};
        for (const auto& run : runs)
            row.values << valueOf(run);
        m_rows.push_back(std::move(row));
    };
    const auto measured = [](const RunEntry& run) { return run.saved.summary.best.samples > 0; };
    add(tr("Best accuracy"), {}, [&](const RunEntry& run) { return orDash(measured(run), percent(run.saved.summary.best.accuracy)); });
    add(tr("Best macro-F1"), {}, [&](const RunEntry& run) { return orDash(measured(run), decimal(run.saved.summary.best.macroF1, 3)); });
    add(tr("Validation loss"), tr("Of the best model"),
        [&](const RunEntry& run) { return orDash(measured(run), decimal(run.saved.summary.best.loss, 3)); });
    add(tr("Status"), {}, [](const RunEntry& run) { return lookOf(run.state).words; });
    add(tr("Steps"), {}, [](const RunEntry& run) {
        return tr("%1 of %2").arg(number(static_cast<std::uint64_t>(run.saved.summary.steps)), number(static_cast<std::uint64_t>(run.saved.plan.totalSteps)));
    });
    add(tr("Duration"), {}, [](const RunEntry& run) { return orDash(run.saved.summary.seconds > 0, duration(run.saved.summary.seconds)); });
    add(tr("Data"), {}, [](const RunEntry& run) { return shortPath(run.saved.sources.dataFile); });
    add(tr("Checkpoint"), {}, [](const RunEntry& run) { return shortPath(run.saved.sources.checkpoint); });
    add(tr("Rows to learn from"), {}, [](const RunEntry& run) { return number(static_cast<std::uint64_t>(run.saved.plan.trainExamples)); });
    add(tr("Rows to check with"), {}, [](const RunEntry& run) { return number(static_cast<std::uint64_t>(run.saved.plan.validationExamples)); });
    add(tr("Computed on"), tr("What device and precision stood for"), [](const RunEntry& run) {
        return QStringLiteral("%1, %2").arg(QString::fromStdString(run.saved.plan.device), QString::fromStdString(run.saved.plan.precision));
    });
    std::vector<nlohmann::ordered_json> options;
    for (const auto& run : runs)
        options.push_back(core::toJson(run.saved.options));
    const auto names = core::toJson(core::TrainingOptions());
    for (const auto& [name, value] : names.items()) {
        Row row{nameOf(name), explained(name, false), {}};
        for (const auto& one : options)
            row.values << valueInWords(name, one.at(name));
        m_rows.push_back(std::move(row));
    }
}

void RunComparison::setOnlyDifferences(bool only)
{
    beginResetModel();
    m_shown.clear();
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (!only || m_rows[i].differs())
            m_shown.push_back(i);
    endResetModel();
}

QString RunComparison::asText() const
{
    QString text = QLatin1Char('\t') + m_names.join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (int i = 0; i < rowCount(); ++i)
        text += row(i).name + QLatin1Char('\t') + row(i).values.join(QLatin1Char('\t')) + QLatin1Char('\n');
    return text;
}

int RunComparison::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int RunComparison::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_names.size());
}

QVariant RunComparison::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::DisplayRole)
        return row(index.row()).values.at(index.column());
    if (role == Qt::ToolTipRole)
        return toolTip(row(index.row()).values.at(index.column()));
    return {};
}

QVariant RunComparison::headerData(int section, Qt::Orientation orientation, int role) const
{
    const bool ofColumns = orientation == Qt::Horizontal;
    if (section < 0 || section >= (ofColumns ? columnCount() : rowCount()))
        return {};
    if (role == Qt::DisplayRole)
        return ofColumns ? m_names.at(section) : row(section).name;
    if (role == Qt::ToolTipRole && !ofColumns)
        return row(section).toolTip;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    return {};
}

ComparisonDialog::ComparisonDialog(const std::vector<RunEntry>& runs, QWidget* parent)
    : QDialog(parent)
    , m_comparison(new RunComparison(runs, this))
    , m_table(new ComparisonTable)
{
    setWindowTitle(tr("Compare %1 runs").arg(runs.size()));
    m_table->setModel(m_comparison);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->setDefaultSectionSize(28);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setAccessibleName(tr("Differences of the runs"));

    auto* only = new QCheckBox(tr("&Only what differs"));
    only->setChecked(true);
    only->setToolTip(tr("Leave out what is the same in all these runs"));
    auto* copyButton = secondaryButton(tr("&Copy"), QStringLiteral("copy"), ButtonSize::Pane);
    copyButton->setToolTip(tr("Copy the table as tab-separated text"));
    auto* top = new QHBoxLayout;
    top->setContentsMargins(16, 12, 16, 8);
    top->addWidget(only);
    top->addStretch();
    top->addWidget(copyButton);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    resize(std::min(320 + 220 * static_cast<int>(runs.size()), 1100), 520);

    connect(only, &QCheckBox::toggled, m_comparison, &RunComparison::setOnlyDifferences);
    connect(copyButton, &QPushButton::clicked, this, &ComparisonDialog::copy);
}

void ComparisonDialog::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QDialog::keyPressEvent(event);
}

void ComparisonDialog::copy()
{
    QApplication::clipboard()->setText(m_comparison->asText());
}

} // namespace attune::ui
