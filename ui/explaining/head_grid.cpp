#include "ui/explaining/head_grid.h"

#include "ui/frame/theme.h"
#include "ui/plotting/heat_colours.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double kUsual = 42; // side of a thumbnail
constexpr double kLargest = double(core::AttentionStore::kThumbnailSide); // of few heads: beyond that there is nothing more to be seen
constexpr double kSmallest = 6;
constexpr double kGap = 4;
constexpr double kNumbers = 20; // room for those of layers and heads
constexpr double kFrame = 2.5;

/// Of a thumbnail, where `count` of them lie along `length`.
double sideAlong(double length, std::size_t count)
{
    return std::floor(std::clamp((length - kNumbers - kFrame) / double(count) - kGap, kSmallest, kLargest));
}

/// Into `side` x `side` pixels of `out`; of those that share one the largest is seen.
void paintThumbnail(std::span<const std::uint8_t> thumbnail, std::size_t has, QImage& out, QPoint at, int side)
{
    const auto& table = heatColours();
    const auto edge = [&](int pixel) { return std::size_t(pixel) * has / std::size_t(side); };
    for (int y = 0; y < side; ++y) {
        auto* line = reinterpret_cast<QRgb*>(out.scanLine(at.y() + y)) + at.x();
        const std::size_t top = edge(y), bottom = std::max(top + 1, edge(y + 1));
        for (int x = 0; x < side; ++x) {
            const std::size_t left = edge(x), right = std::max(left + 1, edge(x + 1));
            std::uint8_t largest = 0;
            for (std::size_t row = top; row < bottom; ++row)
                for (std::size_t column = left; column < right; ++column)
                    largest = std::max(largest, thumbnail[row * has + column]);
            line[x] = table[largest];
        }
    }
}

} // namespace

HeadGrid::HeadGrid(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("All heads"));
    setWhatsThis(tr("The attention of every head, layers down and heads across, with all tokens. Stripes look at one token, a diagonal at the words beside, a dark "
                    "picture with a bright edge at nothing but [CLS] or [SEP]: such a head does little here. Click one to see it large. How much a head matters "
                    "for the answer cannot be seen here."));
}

void HeadGrid::setAttention(std::shared_ptr<const core::AttentionStore> attention)
{
    m_attention = attention && !attention->empty() ? std::move(attention) : nullptr;
    m_picture = {};
    update();
}

void HeadGrid::setChosen(std::optional<std::size_t> layer, std::optional<std::size_t> head)
{
    m_layer = layer;
    m_head = head;
    const auto words = [](const QString& one, const QString& all, std::optional<std::size_t> index) { return index ? one.arg(*index + 1) : all; };
    setAccessibleDescription(words(tr("Layer %1"), tr("All layers"), layer) + QStringLiteral(", ") + words(tr("head %1"), tr("all heads"), head));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
}

double HeadGrid::side() const
{
    return std::min(sideAlong(width(), m_attention->heads()), sideAlong(height(), m_attention->layers()));
}

int HeadGrid::heightFor(int width) const
{
    return m_attention ? int(std::ceil(kNumbers + kFrame + double(m_attention->layers()) * (sideAlong(width, m_attention->heads()) + kGap))) : 0;
}

int HeadGrid::usualWidth() const { return m_attention ? int(std::ceil(kNumbers + kFrame + double(m_attention->heads()) * (kUsual + kGap))) : 0; }

QRectF HeadGrid::placeOf(std::size_t layer, std::size_t head) const
{
    const double size = side();
    return {kNumbers + double(head) * (size + kGap), kNumbers + double(layer) * (size + kGap), size, size};
}

QImage HeadGrid::picture(double dense) const
{
    const QRectF last = placeOf(m_attention->layers() - 1, m_attention->heads() - 1);
    const QSize size = (QSizeF(last.right() - kNumbers, last.bottom() - kNumbers) * dense).toSize();
    if (m_picture.size() == size)
        return m_picture;
    QImage made(size, QImage::Format_ARGB32_Premultiplied);
    made.fill(Qt::transparent);
    const int pixels = int(side() * dense);
    for (std::size_t layer = 0; layer < m_attention->layers(); ++layer)
        for (std::size_t head = 0; head < m_attention->heads(); ++head) {
            const QPointF at = (placeOf(layer, head).topLeft() - QPointF(kNumbers, kNumbers)) * dense;
            paintThumbnail(m_attention->thumbnail(layer, head), m_attention->thumbnailSide(), made, at.toPoint(), pixels);
        }
    made.setDevicePixelRatio(dense);
    m_picture = made;
    return made;
}

void HeadGrid::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paint(painter);
}

void HeadGrid::paint(QPainter& painter) const
{
    if (!m_attention)
        return;
    painter.drawImage(QPointF(kNumbers, kNumbers), picture(painter.device()->devicePixelRatioF()));
    drawNumbers(painter);
    // The chosen one, a row of all heads, a column of all layers, or everything.
    const QRectF frame = placeOf(m_layer.value_or(0), m_head.value_or(0))
        | placeOf(m_layer.value_or(m_attention->layers() - 1), m_head.value_or(m_attention->heads() - 1));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colours(palette()).accent, kFrame));
    painter.drawRoundedRect(frame.adjusted(-1.75, -1.75, 1.75, 1.75), 2, 2);
    if (!hasFocus())
        return;
    painter.setPen(QPen(colours(palette()).text, 1));
    painter.drawRoundedRect(frame.adjusted(-3.5, -3.5, 3.5, 3.5), 3, 3);
}

void HeadGrid::drawNumbers(QPainter& painter) const
{
    const Colours& c = colours(palette());
    const double step = side() + kGap;
    const auto every = [&](double width) { return std::max<std::size_t>(1, std::size_t(std::ceil(width / step))); };
    const auto ink = [&](bool strong) {
        QFont type = ui::font(Type::Caption);
        if (strong)
            type.setWeight(QFont::Bold);
        painter.setFont(type);
        painter.setPen(strong ? c.text : c.text2);
    };
    for (std::size_t head = 0; head < m_attention->heads(); ++head) {
        const QRectF place = placeOf(0, head);
        ink(m_head == head);
        if (m_head == head || head % every(16) == 0)
            painter.drawText(QRectF(place.center().x() - 14, 0, 28, kNumbers - 4), Qt::AlignHCenter | Qt::AlignBottom, QString::number(head + 1));
    }
    for (std::size_t layer = 0; layer < m_attention->layers(); ++layer) {
        const QRectF place = placeOf(layer, 0);
        ink(m_layer == layer);
        if (m_layer == layer || layer % every(13) == 0)
            painter.drawText(QRectF(0, place.center().y() - 10, kNumbers - 6, 20), Qt::AlignRight | Qt::AlignVCenter, QString::number(layer + 1));
    }
}

std::optional<HeadGrid::Head> HeadGrid::headAt(QPointF point) const
{
    if (!m_attention)
        return std::nullopt;
    const double step = side() + kGap;
    const double column = std::floor((point.x() - kNumbers + kGap / 2) / step), row = std::floor((point.y() - kNumbers + kGap / 2) / step);
    if (column < 0 || row < 0 || column >= double(m_attention->heads()) || row >= double(m_attention->layers()))
        return std::nullopt;
    return Head{std::size_t(row), std::size_t(column)};
}

void HeadGrid::mousePressEvent(QMouseEvent* event)
{
    const auto at = headAt(event->position());
    if (at && event->button() == Qt::LeftButton)
        Q_EMIT headChosen(at->layer, at->head);
}

void HeadGrid::keyPressEvent(QKeyEvent* event)
{
    if (!m_attention)
        return QWidget::keyPressEvent(event);
    const std::size_t lastLayer = m_attention->layers() - 1, lastHead = m_attention->heads() - 1;
    std::size_t layer = m_layer.value_or(lastLayer), head = m_head.value_or(0);
    switch (event->key()) {
    case Qt::Key_Left: head -= head > 0; break;
    case Qt::Key_Right: head += m_head && head < lastHead; break;
    case Qt::Key_Up: layer -= layer > 0; break;
    case Qt::Key_Down: layer += layer < lastLayer; break;
    case Qt::Key_Home: head = 0; break;
    case Qt::Key_End: head = lastHead; break;
    default: return QWidget::keyPressEvent(event);
    }
    Q_EMIT headChosen(layer, head);
}

bool HeadGrid::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto at = headAt(help->pos()))
        QToolTip::showText(help->globalPos(), tr("Layer %1, head %2").arg(at->layer + 1).arg(at->head + 1), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace attune::ui
