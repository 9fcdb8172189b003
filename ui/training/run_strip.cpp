#include "ui/training/run_strip.h"

#include "ui/frame/progress_bar.h"
#include "ui/frame/text_label.h"
#include "ui/training/wording.h"
#include "ui/words.h"

#include <QGridLayout>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

const QString kNone = QStringLiteral("–");
constexpr int kSpacing = 24;
constexpr int kNarrowSpacing = 12;
constexpr int kNarrow = 900; // width from which on down there is no room for more

} // namespace

RunStrip::RunStrip(QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(kSpacing);
    m_run = addBar(tr("Run"), 3);
    m_epoch = addBar(tr("Epoch"), 2);
    m_epoch.bar->setFaint(true);
    m_left = addFigure(tr("Time left"), 76);
    m_elapsed = addFigure(tr("Elapsed"), 76);
    m_speed = addFigure(tr("Samples/s"), 48);
    m_nextCheck = addFigure(tr("Next check"), 64);
    setFixedHeight(56);
    setAccessibleName(tr("Progress"));
}

RunStrip::Bar RunStrip::addBar(const QString& name, int stretch)
{
    QFont strong = ui::font(Type::Secondary);
    strong.setWeight(QFont::DemiBold);
    Bar bar{new TextLabel(name, Type::Secondary), new TextLabel({}, Type::Secondary, &Colours::text2),
        new TextLabel({}, Type::Secondary), new ProgressBar};
    bar.name->setFont(strong);
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(7);
    grid->setRowStretch(0, 1);
    grid->addWidget(bar.name, 1, 0);
    grid->addWidget(bar.fact, 1, 1);
    grid->addWidget(bar.share, 1, 2, Qt::AlignRight);
    grid->setColumnStretch(1, 1);
    grid->addWidget(bar.bar, 2, 0, 1, 3);
    grid->setRowStretch(3, 1);
    static_cast<QHBoxLayout*>(layout())->addLayout(grid, stretch);
    return bar;
}

QLabel* RunStrip::addFigure(const QString& name, int minimumWidth)
{
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addStretch(1);
    column->addWidget(new TextLabel(name, Type::Caption, &Colours::text3));
    auto* value = new TextLabel(kNone, Type::Body);
    QFont medium = ui::font(Type::Body);
    medium.setWeight(QFont::Medium);
    value->setFont(medium);
    value->setMinimumWidth(minimumWidth);
    value->setAccessibleName(name);
    column->addWidget(value);
    column->addStretch(1);
    static_cast<QHBoxLayout*>(layout())->addLayout(column);
    return value;
}

void RunStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layout()->setSpacing(width() < kNarrow ? kNarrowSpacing : kSpacing);
}

void RunStrip::showReading(double share)
{
    showBefore(tr("reading the data"), share);
}

void RunStrip::showPreparing(qint64 done, qint64 total)
{
    if (total > 0)
        showBefore(tr("%1 of %2 texts read").arg(number(done), number(total)), double(done) / double(total));
    else
        showBefore(tr("loading the model"), -1);
}

/// The first step; a negative share is not known.
void RunStrip::showBefore(const QString& fact, double share)
{
    showPaused(false);
    m_run.name->setText(tr("Preparing"));
    m_run.fact->setText(fact);
    m_run.share->setText(share >= 0 ? wholePercent(share) : QString());
    m_run.bar->setGaps({});
    m_run.bar->setFraction(std::max(0.0, share));
    m_epoch.name->setText(tr("Epoch"));
    m_epoch.fact->clear();
    m_epoch.share->clear();
    m_epoch.bar->setFraction(0);
    for (QLabel* figure : {m_left, m_elapsed, m_speed, m_nextCheck})
        figure->setText(kNone);
}

void RunStrip::showPlan(const core::TrainingPlan& plan)
{
    m_plan = plan;
    m_step = 0;
    QList<double> gaps;
    if (plan.totalSteps > 0 && plan.stepsPerEpoch > 0)
        for (qint64 step = plan.stepsPerEpoch; step < plan.totalSteps; step += plan.stepsPerEpoch)
            gaps.append(double(step) / double(plan.totalSteps));
    m_run.name->setText(tr("Run"));
    m_run.bar->setGaps(gaps.size() <= 40 ? gaps : QList<double>());
    core::StepMetrics none;
    showStep(none, -1);
    m_elapsed->setText(kNone);
    m_speed->setText(kNone);
}

void RunStrip::showStep(const core::StepMetrics& step, double secondsLeft)
{
    m_step = step.step;
    const qint64 total = std::max<qint64>(1, m_plan.totalSteps);
    const qint64 perEpoch = std::max<qint64>(1, m_plan.stepsPerEpoch);
    const double share = double(step.step) / double(total);
    m_run.fact->setText(tr("step %1 of %2").arg(number(step.step), number(m_plan.totalSteps)));
    m_run.share->setText(wholePercent(share));
    m_run.bar->setFraction(share);

    const qint64 epochs = (m_plan.totalSteps + perEpoch - 1) / perEpoch;
    const qint64 epoch = std::max<qint64>(0, step.step - 1) / perEpoch;
    const qint64 inEpoch = step.step - epoch * perEpoch;
    const qint64 length = std::min(perEpoch, m_plan.totalSteps - epoch * perEpoch);
    m_epoch.name->setText(tr("Epoch %1 of %2").arg(epoch + 1).arg(epochs));
    m_epoch.fact->setText(tr("%1 of %2").arg(number(inEpoch), number(length)));
    m_epoch.share->setText(wholePercent(double(inEpoch) / double(std::max<qint64>(1, length))));
    m_epoch.bar->setFraction(double(inEpoch) / double(std::max<qint64>(1, length)));

    m_left->setText(secondsLeft >= 0 ? duration(secondsLeft) : kNone);
    m_elapsed->setText(duration(step.seconds));
    m_speed->setText(decimal(step.samplesPerSecond, step.samplesPerSecond < 10 ? 1 : 0));
    if (m_plan.evalSteps > 0)
        showNextCheck(std::min((step.step / m_plan.evalSteps + 1) * m_plan.evalSteps, m_plan.totalSteps));
}

void RunStrip::showNextCheck(qint64 step)
{
    m_nextCheck->setText(tr("step %1").arg(number(step)));
}

void RunStrip::showEvaluating()
{
    m_nextCheck->setText(tr("now"));
}

void RunStrip::showPaused(bool paused)
{
    m_run.bar->setPaused(paused);
    m_epoch.bar->setPaused(paused);
    if (!paused)
        return;
    m_left->setText(kNone);
    m_speed->setText(kNone);
}

void RunStrip::showEnded(const core::RunSummary& summary)
{
    m_left->setText(kNone);
    m_nextCheck->setText(kNone);
    m_elapsed->setText(duration(summary.seconds));
}

void RunStrip::showBroken()
{
    m_left->setText(kNone);
    m_nextCheck->setText(kNone);
    m_speed->setText(kNone);
}

void RunStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Colours& c = colours(palette());
    painter.fillRect(rect(), c.sunken);
    painter.fillRect(0, height() - 1, width(), 1, c.separator);
}

} // namespace attune::ui
