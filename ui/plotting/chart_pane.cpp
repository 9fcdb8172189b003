#include "ui/plotting/chart_pane.h"

#include "ui/frame/theme.h"
#include "ui/plotting/chart.h"

#include <QHBoxLayout>
#include <QPainter>

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
        parts.append(sample.name + QLatin1Char(' ') + sample.value);
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
    write(m_title, ui::font(Type::PaneTitle), c.text);
    x += 8;
    if (!m_where.isEmpty()) {
        write(m_where, ui::font(Type::Secondary), c.text3);
        x += 12;
    }
    for (const Sample& sample : m_samples) {
        const double needed = 20 + 6 + QFontMetricsF(ui::font(Type::Secondary)).horizontalAdvance(sample.name) + 4
            + QFontMetricsF(strong).horizontalAdvance(sample.value);
        if (x + needed > width())
            break;
        drawSample(painter, sample.stroke, QRectF(x, 0, 20, height()), c.series[0], c.surface);
        x += 26;
        write(sample.name, ui::font(Type::Secondary), c.text2);
        x += 4;
        write(sample.value, strong, c.text);
        x += 12;
    }
}

ChartPane::ChartPane(const QString& title, Chart* chart, QWidget* parent)
    : QWidget(parent)
    , m_title(new ChartTitle(title))
    , m_chart(chart)
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    m_titleRow = new QHBoxLayout;
    m_titleRow->setContentsMargins(16, 0, 16, 0);
    m_titleRow->setSpacing(8);
    m_titleRow->addWidget(m_title, 1);
    rows->addLayout(m_titleRow);
    rows->addWidget(chart, 1);
    chart->setAccessibleName(title);
    setMinimumHeight(160);
}

void ChartPane::addControl(QWidget* control)
{
    m_titleRow->addWidget(control, 0, Qt::AlignVCenter);
}

} // namespace attune::ui
