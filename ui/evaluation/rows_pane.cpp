#include "ui/evaluation/rows_pane.h"

#include "ui/evaluation/correction_strip.h"
#include "ui/evaluation/filter_chip.h"
#include "ui/evaluation/row_model.h"
#include "ui/evaluation/rows_table.h"
#include "ui/frame/pane.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

namespace attune::ui {

namespace {

constexpr std::size_t kAtOnce = 20'000; // rows that are arranged before the next frame; more are in the background
constexpr int kTypingPause = 120; // milliseconds

} // namespace

RowsPane::RowsPane(QWidget* parent)
    : QWidget(parent)
    , m_model(new RowModel(&m_corrections, this))
    , m_table(new RowsTable(m_model))
    , m_strip(new CorrectionStrip(m_corrections))
    , m_chip(new FilterChip)
    , m_count(new TextLabel({}, Type::Secondary, &Colours::text2))
    , m_kind(new SegmentedControl({tr("All"), tr("Wrong"), tr("Confident and wrong")}))
    , m_label(new QComboBox)
    , m_search(new QLineEdit)
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(title());
    rows->addWidget(new Separator);
    rows->addWidget(m_table, 1);
    rows->addWidget(m_strip);
    setMinimumHeight(44 + 28 + 2 * 28 + 44);
    connectFilters();
    connectChanges();
    addShortcuts();
}

QWidget* RowsPane::title()
{
    m_count->setObjectName(QStringLiteral("rowCount"));
    m_kind->setAccessibleName(tr("Which rows"));
    m_kind->setToolTip(tr("Confident: the model gives its label a probability of %1 or more")
                           .arg(decimal(static_cast<double>(RowFilter::kConfident), 1)));
    m_label->setAccessibleName(tr("True label of the rows"));
    m_label->setToolTip(tr("Only rows with this label in the file"));
    m_label->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_label->setMaximumWidth(180);
    m_search->setPlaceholderText(tr("Find in text"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Find in text"));
    m_search->setToolTip(tr("Only rows whose text holds these words, whatever their case"));
    m_search->addAction(icon(QStringLiteral("search"), &Colours::text3), QLineEdit::LeadingPosition);
    m_search->setMinimumWidth(112);
    m_search->setMaximumWidth(192);
    m_search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* title = new PaneTitle(tr("Rows"));
    title->addBeside(m_chip);
    title->addBeside(m_count);
    title->addAtRight(m_kind);
    title->addAtRight(m_label);
    title->addAtRight(m_search);
    return title;
}

void RowsPane::connectFilters()
{
    connect(m_kind, &SegmentedControl::currentChanged, this, [this](int kind) {
        RowFilter filter = m_filter;
        filter.kind = static_cast<RowFilter::Kind>(kind);
        setFilter(filter);
    });
    connect(m_label, &QComboBox::activated, this, [this](int index) {
        RowFilter filter = m_filter;
        filter.label = index > 0 ? std::optional(static_cast<std::size_t>(index - 1)) : std::nullopt;
        setFilter(filter);
    });
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingPause);
    connect(m_search, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(); });
    connect(&m_typing, &QTimer::timeout, this, [this] {
        RowFilter filter = m_filter;
        filter.text = m_search->text();
        setFilter(filter);
    });
    connect(m_chip, &QAbstractButton::clicked, this, [this] {
        RowFilter filter = m_filter;
        filter.cell.reset();
        filter.against = RowFilter::Against::Any;
        filter.other.reset();
        setFilter(filter);
        Q_EMIT cellDropped();
    });
    connect(m_model, &RowModel::orderWanted, this, [this](const RowOrder& order) {
        if (order == m_order)
            return;
        m_order = order;
        arrange();
    });
}

void RowsPane::connectChanges()
{
    connect(m_table, &RowsTable::opened, this, &RowsPane::opened);
    connect(m_table, &RowsTable::chosenChanged, this, [this] { m_strip->setChosen(m_table->chosenCount()); });
    connect(m_table, &QWidget::customContextMenuRequested, this, &RowsPane::showMenu);
    connect(m_strip, &CorrectionStrip::relabelWanted, this,
        [this](const std::string& label) { m_corrections.relabel(m_table->chosenToChange(), label); });
    connect(m_strip, &CorrectionStrip::predictedWanted, this, &RowsPane::labelAsPredicted);
    connect(m_strip, &CorrectionStrip::leaveOutWanted, this, [this] { m_corrections.leaveOut(m_table->chosenToChange()); });
    connect(m_strip, &CorrectionStrip::takeBackWanted, this, [this] { m_corrections.takeBack(m_table->chosenToChange()); });
    connect(m_strip, &CorrectionStrip::saveWanted, this, [this] { Q_EMIT saveWanted(false); });
    connect(m_strip, &CorrectionStrip::saveAsWanted, this, [this] { Q_EMIT saveWanted(true); });
}

void RowsPane::labelAsPredicted()
{
    if (!m_evaluation)
        return;
    std::vector<std::pair<Corrections::Row, std::string>> rows;
    const auto& labels = m_evaluation->labels();
    for (const std::size_t row : m_table->chosen())
        rows.push_back(
            {{m_evaluation->example(row).line, labels[m_evaluation->trueLabel(row)]}, labels[m_evaluation->predicted(row)]});
    m_corrections.relabelEach(rows);
}

void RowsPane::addShortcuts()
{
    const auto add = [this](const QKeySequence& keys, auto act) {
        auto* action = new QAction(this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        connect(action, &QAction::triggered, this, act);
    };
    const auto whenPossible = [this](auto act) {
        return [this, act] {
            if (m_evaluation && m_evaluation->subject().origin)
                act();
        };
    };
    add(QKeySequence(Qt::Key_F2), whenPossible([this] {
        const QRect cell = m_table->visualRect(m_table->currentIndex().siblingAtColumn(static_cast<int>(RowColumn::TrueLabel)));
        if (m_table->currentIndex().isValid())
            m_strip->labelMenu()->popup(m_table->viewport()->mapToGlobal(cell.bottomLeft()));
    }));
    add(QKeySequence(Qt::CTRL | Qt::Key_L), whenPossible([this] { labelAsPredicted(); }));
    // Only in the table: in the search field the key deletes a letter.
    auto* leaveOut = new QAction(this);
    leaveOut->setShortcut(QKeySequence::Delete);
    leaveOut->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(leaveOut);
    connect(leaveOut, &QAction::triggered, this, whenPossible([this] { m_corrections.leaveOut(m_table->chosenToChange()); }));
}

void RowsPane::find()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void RowsPane::showMenu(const QPoint& at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    const bool possible = m_evaluation->subject().origin.has_value();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const std::size_t row = m_model->rowAt(index.row());
    connect(menu->addAction(tr("&Open on the Predict page")), &QAction::triggered, this, [this, row] { Q_EMIT opened(row); });
    connect(menu->addAction(tr("&Copy")), &QAction::triggered, m_table, &RowsTable::copy);
    menu->addSeparator();
    QMenu* labels = menu->addMenu(tr("&Label as"));
    labels->addActions(m_strip->labelMenu()->actions());
    labels->setEnabled(possible);
    const auto add = [&](const QString& text, auto act) {
        QAction* action = menu->addAction(text);
        action->setEnabled(possible);
        connect(action, &QAction::triggered, this, act);
    };
    add(tr("Label as p&redicted"), [this] { labelAsPredicted(); });
    add(tr("Leave &out"), [this] { m_corrections.leaveOut(m_table->chosenToChange()); });
    add(tr("Take &back"), [this] { m_corrections.takeBack(m_table->chosenToChange()); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void RowsPane::show(std::shared_ptr<const Evaluation> evaluation)
{
    m_sorter.cancel();
    if (!m_evaluation || !sameFile(m_evaluation->subject(), evaluation->subject()))
        m_corrections.clear();
    m_evaluation = std::move(evaluation);
    m_another = true;
    m_strip->setLabels(m_evaluation->labels());
    const bool possible = m_evaluation->subject().origin.has_value();
    m_strip->setPossible(
        possible, possible ? QString() : tr("The file of these rows has changed or is gone since they were read."));
    m_label->clear();
    m_label->addItem(tr("Any label"));
    for (std::size_t i = 0; i < m_evaluation->labels().size(); ++i)
        m_label->addItem(m_evaluation->label(i));

    RowFilter filter;
    for (std::size_t row = 0; row < m_evaluation->size() && filter.kind == RowFilter::Kind::All; ++row)
        if (m_evaluation->wrong(row))
            filter.kind = RowFilter::Kind::Wrong;
    {
        const QSignalBlocker quiet(m_kind), silent(m_search);
        m_kind->setCurrent(static_cast<int>(filter.kind));
        m_search->clear();
    }
    m_typing.stop();
    m_filter = filter;
    m_chip->setFilter({});
    arrange();
}

void RowsPane::setCell(std::optional<ConfusionCell> cell)
{
    if (!m_evaluation)
        return;
    RowFilter filter = m_filter;
    filter.cell = cell;
    // A cell on the diagonal has no wrong rows: all of its rows are meant.
    if (cell && cell->trueLabel == cell->predicted)
        filter.kind = RowFilter::Kind::All;
    if (cell && filter.label && *filter.label != cell->trueLabel)
        filter.label.reset();
    setFilter(filter);
}

void RowsPane::setAgainst(RowFilter::Against against, std::shared_ptr<const Evaluation> other)
{
    RowFilter filter = m_filter;
    filter.against = against;
    filter.other = against == RowFilter::Against::Any ? nullptr : std::move(other);
    // What the model shown gets right are no wrong rows.
    if (against == RowFilter::Against::OnlyHere)
        filter.kind = RowFilter::Kind::All;
    setFilter(filter);
}

QString RowsPane::chipText() const
{
    QStringList words;
    if (m_filter.cell)
        words << tr("true %1, predicted %2")
                     .arg(m_evaluation->label(m_filter.cell->trueLabel), m_evaluation->label(m_filter.cell->predicted));
    if (m_filter.against == RowFilter::Against::OnlyHere)
        words << tr("only right here");
    else if (m_filter.against == RowFilter::Against::OnlyThere)
        words << tr("only right in %1").arg(m_filter.other->subject().name);
    return words.join(QStringLiteral("; "));
}

void RowsPane::setFilter(const RowFilter& filter)
{
    if (filter == m_filter || !m_evaluation)
        return;
    m_filter = filter;
    {
        const QSignalBlocker quiet(m_kind);
        m_kind->setCurrent(static_cast<int>(filter.kind));
    }
    m_label->setCurrentIndex(filter.label ? static_cast<int>(*filter.label) + 1 : 0);
    m_chip->setFilter(chipText());
    arrange();
    Q_EMIT filterChanged();
}

void RowsPane::arrange()
{
    if (!m_evaluation)
        return;
    m_sorter.cancel();
    if (m_evaluation->size() <= kAtOnce) {
        acceptRows(arranged(*m_evaluation, m_filter, m_order));
        return;
    }
    m_arranging = true;
    m_sorter.run([evaluation = m_evaluation, filter = m_filter, order = m_order](
                     const BackgroundQueue::Job& job) { return arranged(*evaluation, filter, order, job.stop); },
        [this](const Outcome<std::vector<std::uint32_t>>& outcome) {
            if (outcome.value)
                acceptRows(*outcome.value);
        });
}

void RowsPane::acceptRows(std::vector<std::uint32_t> rows)
{
    m_arranging = false;
    if (std::exchange(m_another, false))
        m_model->set(m_evaluation, std::move(rows));
    else
        m_model->arrange(std::move(rows));
    m_table->scrollToTop();
    showCount();
}

void RowsPane::showCount()
{
    const auto shown = m_model->rows().size();
    const auto all = m_evaluation->size();
    m_count->setText(shown == all ? tr("%1 in all").arg(number(all)) : tr("%1 of %2").arg(number(shown), number(all)));
}

} // namespace attune::ui
