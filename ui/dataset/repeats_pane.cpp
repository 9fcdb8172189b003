#include "ui/dataset/repeats_pane.h"

#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {

RepeatsPane::RepeatsPane(QWidget* parent)
    : QWidget(parent)
    , m_copies(line(RowQuery::Only::Repeated, tr("Show the rows whose text stands more than once, copies below one another")))
    , m_conflicts(line(
          RowQuery::Only::Conflicting, tr("Show the texts that have more than one label: one of them is wrong, most likely")))
    , m_shared(line(RowQuery::Only::Shared,
          tr("Show the texts that are both learned from and checked: they make a model look better than it is")))
    , m_none(new TextLabel(tr("No text stands twice."), Type::Secondary, &Colours::text2))
{
    auto* lines = new QVBoxLayout;
    lines->setContentsMargins(16, 0, 8, 16);
    lines->setSpacing(0);
    for (auto* widget : {static_cast<QWidget*>(m_none), m_copies.widget, m_conflicts.widget, m_shared.widget})
        lines->addWidget(widget);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new PaneTitle(tr("Repeated rows")));
    column->addLayout(lines);
    clear();
}

RepeatsPane::Line RepeatsPane::line(RowQuery::Only rows, const QString& toolTip)
{
    auto* widget = new QWidget;
    auto* text = new TextLabel({});
    auto* show = linkButton(tr("Show"));
    show->setToolTip(toolTip);
    show->setAccessibleName(toolTip);
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    text->setTextFormat(Qt::RichText); // our own words and numbers, the numbers in bold
    text->setWordWrap(true);
    row->addWidget(text, 1);
    row->addWidget(show);
    connect(show, &QPushButton::clicked, this, [this, rows] { Q_EMIT requested(rows); });
    return {widget, text, show};
}

void RepeatsPane::fill(const Line& line, std::size_t count, const QString& words, bool shown)
{
    line.widget->setVisible(count > 0);
    line.text->setText(words);
    line.show->setVisible(shown);
}

void RepeatsPane::clear()
{
    for (const auto& one : {m_copies, m_conflicts, m_shared})
        one.widget->hide();
    m_none->hide();
}

void RepeatsPane::set(const CheckResult& result, bool byColumn)
{
    const auto bold = [](std::size_t count) { return QStringLiteral("<b>%1</b>").arg(number(count)); };
    const auto& report = result.report;
    fill(m_copies, report.repeatedRows,
        report.repeatedRows == 1 ? tr("<b>1</b> copy of an earlier text")
                                 : tr("%1 copies of earlier texts").arg(bold(report.repeatedRows)));
    fill(m_conflicts, report.contradictoryTexts,
        report.contradictoryTexts == 1 ? tr("<b>1</b> text with different labels")
                                       : tr("%1 texts with different labels").arg(bold(report.contradictoryTexts)));

    const auto shared = result.overlap.rows + result.testOverlap.rows;
    const auto other = result.overlap.otherLabel + result.testOverlap.otherLabel;
    auto words = shared == 1 ? tr("<b>1</b> row to check or test with is learned from, too")
                             : tr("%1 rows to check or test with are learned from, too").arg(bold(shared));
    if (other > 0)
        words += tr("; %1 with another label").arg(number(other));
    QStringList lines;
    for (const auto* overlap : {&result.overlap, &result.testOverlap})
        for (const auto at : overlap->lines)
            lines << number(at);
    m_shared.text->setToolTip(
        shared == 0 || byColumn ? QString() : tr("In the other file, at line %1").arg(lines.join(QStringLiteral(", "))));
    fill(m_shared, shared, words, byColumn);
    m_none->setVisible(report.repeatedRows == 0 && shared == 0);
}

} // namespace attune::ui
