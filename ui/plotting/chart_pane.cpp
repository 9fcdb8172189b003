#include "ui/plotting/chart_pane.h"

#include "ui/frame/buttons.h"
#include "ui/frame/theme.h"
#include "ui/plotting/chart.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QToolButton>
#include <QToolTip>

namespace attune::ui {

ChartTitle::ChartTitle(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(title)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(title);
}

void ChartTitle::setSamples(const QString& where, const QList<Sample>& samples)
{
    m_where = where;
    m_samples = samples;
    setAccessibleDescription(text());
    update();
}

QString ChartTitle::text() const
{
    QStringList parts{m_where.isEmpty() ? m_title : m_title + QLatin1Char(' ') + m_where};
    for (const Sample& sample : m_samples)
        parts.append(sample.name.isEmpty() ? sample.value : sample.name + QLatin1Char(' ') + sample.value);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

void ChartTitle::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Colours& c = colours(palette());
    double x = 0;
    const auto write = [&](const QString& words, const QFont& in, const QColor& ink) {
        painter.setFont(in);
        painter.setPen(ink);
        const double width = QFontMetricsF(in).horizontalAdvance(words);
        painter.drawText(QRectF(x, 0, width + 2, height()), Qt::AlignVCenter | Qt::AlignLeft, words);
        x += width;
    };
    QFont strong = ui::font(Type::Secondary);
    strong.setWeight(QFont::DemiBold);
    if (!m_title.isEmpty()) {
        write(m_title, ui::font(Type::PaneTitle), c.text);
        x += 8;
    }
    const QFontMetricsF names(ui::font(Type::Secondary)), values(strong);
    const auto widthOf = [&](const Sample& sample) {
        return 26 + names.horizontalAdvance(sample.name) + 4 + values.horizontalAdvance(sample.value);
    };
    // Where it stands is told by the other charts, too; the values are told here alone.
    double all = -12;
    for (const Sample& sample : m_samples)
        all += widthOf(sample) + 12;
    const double where = names.horizontalAdvance(m_where) + 12;
    if (!m_where.isEmpty() && (x + where + all <= width() || x + all > width())) {
        write(m_where, ui::font(Type::Secondary), c.text3);
        x += 12;
    }
    for (const Sample& sample : m_samples) {
        if (x + widthOf(sample) > width())
            break;
        drawSample(painter, sample.stroke, QRectF(x, 0, 20, height()),
            inkOf(sample.stroke, c.series[std::size_t(sample.series)], false, isDark(palette())), c.surface);
        x += 26;
        write(sample.name, ui::font(Type::Secondary), c.text2);
        x += 4;
        write(sample.value, strong, c.text);
        x += 12;
    }
}

bool ChartTitle::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text(), this);
    return true;
}

ChartPane::ChartPane(const QString& title, Chart* chart, QWidget* parent)
    : QWidget(parent)
    , m_title(new ChartTitle(title))
    , m_chart(chart)
    , m_enlarge(iconButton(QStringLiteral("expand"), tr("Show this chart alone")))
    , m_menu(new PlotMenu(chart, this))
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    m_titleRow = new QHBoxLayout;
    m_titleRow->setContentsMargins(16, 4, 12, 4);
    m_titleRow->setSpacing(8);
    m_titleRow->addWidget(m_title, 1);
    m_enlarge->setCheckable(true);
    m_enlarge->setObjectName(QStringLiteral("enlarge"));
    m_titleRow->addWidget(m_enlarge);
    rows->addLayout(m_titleRow);
    rows->addWidget(chart, 1);
    chart->setAccessibleName(title);
    setMinimumHeight(140);
    connect(m_enlarge, &QToolButton::toggled, this, &ChartPane::enlargeToggled);
    connect(m_menu, &PlotMenu::failed, this, &ChartPane::failed);
    connect(m_menu, &PlotMenu::fitRequested, chart, [chart] {
        chart->fit();
        Q_EMIT chart->fitted();
    });
    connect(chart, &Chart::menuRequested, this, [this](const QPoint& where) { m_menu->popup(where); });
}

void ChartPane::addMenuButton()
{
    QToolButton* more = iconButton(QStringLiteral("more"), tr("Copy and save"));
    more->setMenu(m_menu);
    more->setPopupMode(QToolButton::InstantPopup);
    m_titleRow->addWidget(more);
}

void ChartPane::addControl(QWidget* control)
{
    m_titleRow->insertWidget(m_titleRow->indexOf(m_enlarge), control, 0, Qt::AlignVCenter);
}

void ChartPane::putBeforeTitle(QWidget* control)
{
    m_titleRow->insertWidget(0, control, 0, Qt::AlignVCenter);
}

} // namespace attune::ui
