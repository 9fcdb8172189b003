#include "ui/training/run_facts.h"

#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"

#include <QGridLayout>

namespace attune::ui {

RunFacts::RunFacts(QWidget* parent)
    : QWidget(parent)
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(new Separator);
    auto* grid = new QGridLayout;
    grid->setContentsMargins(16, 8, 16, 8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    rows->addLayout(grid);
    m_device = addRow(tr("Computed on"));
    m_forecast = addRow(tr("Forecast before start"));
    m_now = addRow(tr("Now"));
    setForecast({});
    setNow({});
}

RunFacts::Row RunFacts::addRow(const QString& name)
{
    auto* grid = static_cast<QGridLayout*>(layout()->itemAt(1)->layout());
    const Row row{new TextLabel(name, Type::Secondary, &Colours::text2), new TextLabel({}, Type::Secondary)};
    row.value->setAccessibleName(name);
    const int at = grid->rowCount();
    grid->addWidget(row.name, at, 0);
    grid->addWidget(row.value, at, 1, Qt::AlignRight);
    return row;
}

void RunFacts::set(const Row& row, const QString& words)
{
    row.value->setText(words);
    row.name->setVisible(!words.isEmpty());
    row.value->setVisible(!words.isEmpty());
}

void RunFacts::setDevice(const QString& words)
{
    set(m_device, words);
}

void RunFacts::setForecast(const QString& words)
{
    set(m_forecast, words);
}

void RunFacts::setNow(const QString& words)
{
    set(m_now, words);
}

QString RunFacts::device() const
{
    return m_device.value->text();
}

QString RunFacts::now() const
{
    return m_now.value->text();
}

} // namespace attune::ui
