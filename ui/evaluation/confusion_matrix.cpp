#include "ui/evaluation/confusion_matrix.h"

#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace attune::ui {

namespace {

constexpr double kGap = 2;
constexpr double kFigure = 44; // width of recall and F1
constexpr double kBelow = 22; // height of precision
constexpr double kHead = 40; // "predicted" above the labels
constexpr double kUprightHead = 92;
constexpr double kSmallestCell = 20;
constexpr double kLargestWidth = 84, kLargestHeight = 64;
constexpr double kWidestLabel = 110;

double luminance(const QColor& colour)
{
    const auto linear = [](double value) { return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

/// The first ink that can be read on `ground`.
QColor inkOn(const QColor& ground, const Colours& c)
{
    for (const QColor& ink : {c.text, c.onAccent, QColor(Qt::black), QColor(Qt::white)})
        if (contrast(ink, ground) >= 4.5)
            return ink;
    return c.text;
}

QColor groundOf(double share, const Colours& c)
{
    const double alpha = 0.04 + 0.92 * std::pow(share, 0.65);
    const auto mix = [alpha](int over, int under) { return static_cast<int>(std::lround(alpha * over + (1 - alpha) * under)); };
    const QColor& over = c.series[0];
    return {mix(over.red(), c.surface.red()), mix(over.green(), c.surface.green()), mix(over.blue(), c.surface.blue())};
}

QString wholePercent(double share)
{
    return ConfusionMatrix::tr("%1 %").arg(decimal(100 * share, 0));
}

QString elided(const QPainter& painter, const QString& text, double width)
{
    return painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(width));
}

} // namespace

ConfusionMatrix::ConfusionMatrix(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Confusion matrix"));
}

void ConfusionMatrix::set(std::shared_ptr<const Evaluation> evaluation)
{
    m_evaluation = std::move(evaluation);
    m_chosen.reset();
    m_current = {};
    setAccessibleDescription(labels() > 0 ? description(m_current) : QString());
    updateGeometry();
    update();
}

void ConfusionMatrix::setNormalised(bool normalised)
{
    m_normalised = normalised;
    update();
}

void ConfusionMatrix::setChosen(std::optional<ConfusionCell> cell)
{
    m_chosen = cell;
    update();
}

std::int64_t ConfusionMatrix::count(ConfusionCell cell) const
{
    return m_evaluation->report().metrics.confusion[cell.trueLabel * labels() + cell.predicted];
}

double ConfusionMatrix::share(ConfusionCell cell) const
{
    const auto support = m_evaluation->report().metrics.perClass[cell.trueLabel].support;
    return support > 0 ? static_cast<double>(count(cell)) / static_cast<double>(support) : 0;
}

QString ConfusionMatrix::description(ConfusionCell cell) const
{
    const auto rows = static_cast<std::uint64_t>(count(cell));
    return tr("True %1, predicted %2: %3, %4 of what is %1.")
        .arg(m_evaluation->label(cell.trueLabel), m_evaluation->label(cell.predicted),
            rows == 1 ? tr("1 row") : tr("%1 rows").arg(number(rows)), percent(share(cell)));
}

QString ConfusionMatrix::asText() const
{
    QStringList lines{tr("true \\ predicted")};
    for (std::size_t label = 0; label < labels(); ++label)
        lines.front() += QLatin1Char('\t') + m_evaluation->label(label);
    for (std::size_t row = 0; row < labels(); ++row) {
        QString line = m_evaluation->label(row);
        for (std::size_t column = 0; column < labels(); ++column)
            line += QLatin1Char('\t') + (m_normalised ? decimal(share({row, column}), 4) : QString::number(count({row, column})));
        lines << line;
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QSize ConfusionMatrix::minimumSizeHint() const
{
    const auto cells = static_cast<double>(std::max<std::size_t>(2, labels()));
    const double head = cells > 8 ? kUprightHead : kHead;
    return QSizeF(kWidestLabel + kSmallestCell * cells + 2 * kFigure, head + kSmallestCell * cells + kBelow + 4).toSize();
}

ConfusionMatrix::Geometry ConfusionMatrix::geometry() const
{
    Geometry g;
    const QFontMetricsF metrics(ui::font(Type::Secondary));
    double widest = 0;
    for (std::size_t label = 0; label < labels(); ++label)
        widest = std::max(widest, metrics.horizontalAdvance(m_evaluation->label(label)));
    const auto cells = static_cast<double>(labels());
    g.left = std::min(std::max(widest, metrics.horizontalAdvance(tr("precision"))), kWidestLabel) + 10;
    g.width = std::clamp((width() - g.left - 2 * kFigure) / cells, kSmallestCell, kLargestWidth);
    g.upright = g.width < 60 && widest > g.width - 4; // three letters and an ellipsis name no class
    g.top = g.upright ? kUprightHead : kHead;
    g.height = std::clamp((height() - g.top - kBelow) / cells, kSmallestCell, kLargestHeight);
    return g;
}

QRectF ConfusionMatrix::cellRect(ConfusionCell cell) const
{
    const Geometry g = geometry();
    return QRectF(g.left + static_cast<double>(cell.predicted) * g.width, g.top + static_cast<double>(cell.trueLabel) * g.height,
        g.width, g.height)
        .adjusted(kGap / 2, kGap / 2, -kGap / 2, -kGap / 2);
}

std::optional<ConfusionCell> ConfusionMatrix::cellAt(QPointF point) const
{
    if (!m_evaluation)
        return std::nullopt;
    const Geometry g = geometry();
    const double column = (point.x() - g.left) / g.width, row = (point.y() - g.top) / g.height;
    const auto cells = static_cast<double>(labels());
    if (column < 0 || row < 0 || column >= cells || row >= cells)
        return std::nullopt;
    return ConfusionCell{static_cast<std::size_t>(row), static_cast<std::size_t>(column)};
}

void ConfusionMatrix::paintEvent(QPaintEvent*)
{
    if (!m_evaluation)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& c = colours(palette());
    const Geometry g = geometry();
    for (std::size_t row = 0; row < labels(); ++row)
        for (std::size_t column = 0; column < labels(); ++column)
            drawCell(painter, {row, column}, cellRect({row, column}));
    drawLabels(painter, g);
    drawFigures(painter, g);
    painter.setBrush(Qt::NoBrush);
    if (m_chosen) {
        painter.setPen(QPen(c.text, 2));
        painter.drawRoundedRect(cellRect(*m_chosen), 4, 4);
    }
    if (hasFocus()) {
        painter.setPen(QPen(c.accent, 2));
        painter.drawRoundedRect(cellRect(m_current).adjusted(-2, -2, 2, 2), 5, 5);
    }
}

void ConfusionMatrix::drawCell(QPainter& painter, ConfusionCell cell, const QRectF& rect) const
{
    const Colours& c = colours(palette());
    const QColor ground = groundOf(share(cell), c);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(rect, 3, 3);
    QString first = number(static_cast<std::uint64_t>(count(cell))), second = wholePercent(share(cell));
    if (m_normalised)
        std::swap(first, second);
    painter.setPen(inkOn(ground, c));
    QFont strong = ui::font(rect.width() >= 56 ? Type::PageTitle : Type::Secondary);
    painter.setFont(strong);
    const QFontMetricsF metrics(strong);
    if (metrics.horizontalAdvance(first) > rect.width() - 2 || metrics.height() > rect.height() + 4)
        return; // the tool tip says it
    const bool both = rect.height() >= 40 && rect.width() >= 40;
    painter.drawText(both ? QRectF(rect.left(), rect.center().y() - 19, rect.width(), 20) : rect, Qt::AlignCenter, first);
    if (!both)
        return;
    painter.setFont(ui::font(Type::Secondary));
    painter.drawText(QRectF(rect.left(), rect.center().y() + 1, rect.width(), 16), Qt::AlignCenter, second);
}

void ConfusionMatrix::drawLabels(QPainter& painter, const Geometry& g) const
{
    const Colours& c = colours(palette());
    const double across = static_cast<double>(labels()) * g.width;
    painter.setFont(ui::font(Type::Secondary));
    painter.setPen(c.text2);
    painter.drawText(QRectF(g.left, 0, across, 18), Qt::AlignHCenter | Qt::AlignTop, tr("predicted"));
    painter.drawText(QRectF(0, g.top - 20, g.left - 10, 18), Qt::AlignLeft | Qt::AlignVCenter, tr("true"));
    painter.setPen(c.text);
    for (std::size_t label = 0; label < labels(); ++label) {
        const QString name = m_evaluation->label(label);
        const double x = g.left + static_cast<double>(label) * g.width, y = g.top + static_cast<double>(label) * g.height;
        painter.drawText(
            QRectF(0, y, g.left - 10, g.height), Qt::AlignRight | Qt::AlignVCenter, elided(painter, name, g.left - 10));
        if (!g.upright) {
            painter.drawText(QRectF(x, g.top - 20, g.width, 18), Qt::AlignCenter, elided(painter, name, g.width - 4));
            continue;
        }
        painter.save();
        painter.translate(x + g.width / 2, g.top - 4);
        painter.rotate(-90);
        painter.drawText(
            QRectF(0, -g.width / 2, g.top - 24, g.width), Qt::AlignLeft | Qt::AlignVCenter, elided(painter, name, g.top - 24));
        painter.restore();
    }
}

void ConfusionMatrix::drawFigures(QPainter& painter, const Geometry& g) const
{
    const Colours& c = colours(palette());
    const double right = g.left + static_cast<double>(labels()) * g.width,
                 below = g.top + static_cast<double>(labels()) * g.height;
    const QRectF recallHead(right, g.top - 20, kFigure, 18);
    painter.setFont(ui::font(Type::Secondary));
    painter.setPen(c.text2);
    painter.drawText(recallHead, Qt::AlignCenter, tr("recall"));
    painter.drawText(recallHead.translated(kFigure, 0), Qt::AlignCenter, tr("F1"));
    painter.drawText(QRectF(0, below, g.left - 10, kBelow), Qt::AlignRight | Qt::AlignVCenter, tr("precision"));
    QFont strong = ui::font(Type::Secondary);
    strong.setWeight(QFont::DemiBold);
    for (std::size_t label = 0; label < labels(); ++label) {
        const core::ClassMetrics& one = m_evaluation->report().metrics.perClass[label];
        const QRectF recall(right, g.top + static_cast<double>(label) * g.height, kFigure, g.height);
        painter.setFont(ui::font(Type::Secondary));
        painter.setPen(c.text2);
        painter.drawText(recall, Qt::AlignCenter, decimal(one.recall, 2));
        if (g.width >= 28)
            painter.drawText(QRectF(g.left + static_cast<double>(label) * g.width, below, g.width, kBelow), Qt::AlignCenter,
                decimal(one.precision, 2));
        painter.setFont(strong);
        painter.setPen(c.text);
        painter.drawText(recall.translated(kFigure, 0), Qt::AlignCenter, decimal(one.f1, 2));
    }
}

void ConfusionMatrix::choose(ConfusionCell cell)
{
    m_chosen = m_chosen == cell ? std::nullopt : std::optional(cell);
    goTo(cell);
    Q_EMIT cellChosen(m_chosen);
}

void ConfusionMatrix::goTo(ConfusionCell cell)
{
    m_current = cell;
    setAccessibleDescription(description(cell));
    update();
}

void ConfusionMatrix::mousePressEvent(QMouseEvent* event)
{
    if (const auto cell = cellAt(event->position()); cell && event->button() == Qt::LeftButton)
        choose(*cell);
}

void ConfusionMatrix::keyPressEvent(QKeyEvent* event)
{
    if (!m_evaluation)
        return QWidget::keyPressEvent(event);
    ConfusionCell cell = m_current;
    const std::size_t last = labels() - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        cell.predicted -= cell.predicted > 0;
        break;
    case Qt::Key_Right:
        cell.predicted += cell.predicted < last;
        break;
    case Qt::Key_Up:
        cell.trueLabel -= cell.trueLabel > 0;
        break;
    case Qt::Key_Down:
        cell.trueLabel += cell.trueLabel < last;
        break;
    case Qt::Key_Home:
        cell.predicted = 0;
        break;
    case Qt::Key_End:
        cell.predicted = last;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        choose(cell);
        return;
    case Qt::Key_Escape:
        if (m_chosen)
            choose(*m_chosen);
        return;
    default:
        return QWidget::keyPressEvent(event);
    }
    goTo(cell);
}

bool ConfusionMatrix::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        if (const auto cell = cellAt(help->pos()))
            QToolTip::showText(help->globalPos(), description(*cell) + QLatin1Char('\n') + tr("Click: list these rows."), this);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::event(event);
}

} // namespace attune::ui
