#include "ui/checkpoint/model_sketch.h"

#include "ui/frame/theme.h"
#include "ui/words.h"

#include <QPainter>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kMostLayers = 12;
constexpr int kTop = 8;
constexpr int kHeight = 80;
constexpr int kGap = 8;
constexpr int kArrow = 28;
constexpr int kLongestArrow = 48;
constexpr int kText = 52;
constexpr int kEmbeddings = 74;
constexpr int kPooler = 40;
constexpr int kClassifier = 128;
constexpr int kWidestLayer = 45;
constexpr int kMostLabels = 3;

QColor mixed(const QColor& from, const QColor& to, double share)
{
    const auto part = [share](int a, int b) { return static_cast<int>(a + (b - a) * share); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

/// Draws the parts from left to right; `x` is where the next one begins.
class Sketcher {
public:
    Sketcher(QPainter& painter, const QPalette& palette)
        : m_painter(painter)
        , m_palette(palette)
        , c(colours(palette))
    {
        painter.setRenderHint(QPainter::Antialiasing);
    }

    int x = 0;
    int arrowLength = kArrow;

    void text()
    {
        static constexpr int kLines[] = {44, 30, 52, 48, 34};
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(c.buttonEdge);
        int y = kTop + 8;
        for (const auto length : kLines) {
            m_painter.drawRoundedRect(QRectF(x, y, length, 7), 2, 2);
            y += 15;
        }
        caption({x, 0, 80, 0}, Qt::AlignLeft, ModelSketch::tr("text"), {});
        x += kText;
    }

    void embeddings(const QString& size)
    {
        frame(QRectF(x, kTop, kEmbeddings, kHeight), c.text3);
        static constexpr int kCells = 6;
        constexpr double cell = (kEmbeddings - 14.0) / kCells;
        m_painter.setPen(Qt::NoPen);
        for (int row = 0; row < 6; ++row)
            for (int column = 0; column < kCells; ++column) {
                // A fixed pattern that looks like numbers, the same at every paint.
                const auto value = ((row * 7 + column * 5 + row * column * 3) % 11) / 11.0;
                m_painter.setBrush(mixed(c.surface, c.accent, .12 + .55 * value));
                m_painter.drawRect(QRectF(x + 7 + column * cell, kTop + 7 + row * 11.2, cell - 1.5, 9.7));
            }
        caption({x - 20, 0, kEmbeddings + 40, 0}, Qt::AlignHCenter, ModelSketch::tr("embeddings"), size);
        x += kEmbeddings;
    }

    void arrow()
    {
        const double y = kTop + kHeight / 2.0 + .5;
        m_painter.setPen(QPen(c.axis, 1));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawLine(QPointF(x + 2, y), QPointF(x + arrowLength - 2, y));
        m_painter.drawPolyline(QPolygonF(
            {QPointF(x + arrowLength - 7, y - 4), QPointF(x + arrowLength - 2, y), QPointF(x + arrowLength - 7, y + 4)}));
        x += arrowLength;
    }

    void layers(const core::ModelConfig& config, int drawn, int width)
    {
        const auto begin = x;
        const auto whole = static_cast<int>(config.numHiddenLayers);
        for (int position = 0; position < drawn; ++position) {
            const bool last = position == drawn - 1;
            if (position > 0)
                joint();
            if (whole > drawn && position == drawn - 2) {
                m_painter.setPen(c.text2);
                m_painter.setFont(font(Type::PaneTitle));
                m_painter.drawText(QRect(x, kTop, width, kHeight), Qt::AlignCenter, QString(QChar(0x2026)));
            } else {
                layer(static_cast<int>(config.numAttentionHeads), last ? whole : position + 1, width);
            }
            x += width + (last ? 0 : kGap);
        }
        caption({begin - 60, 0, x - begin + 120, 0}, Qt::AlignHCenter,
            ModelSketch::tr("%1 layers of %2 attention heads").arg(whole).arg(config.numAttentionHeads),
            ModelSketch::tr("%1 wide, feed-forward %2")
                .arg(number(static_cast<std::uint64_t>(config.hiddenSize)),
                    number(static_cast<std::uint64_t>(config.intermediateSize))));
    }

    void pooler(std::int64_t size, bool isNew)
    {
        const QRectF box(x, kTop + 16, kPooler, 48);
        frame(box, isNew ? c.series[1] : c.text3, isNew);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(mixed(c.surface, c.accent, .4));
        m_painter.drawRect(box.adjusted(12, 6, -12, -6));
        caption(
            {x - 20, 0, kPooler + 40, 0}, Qt::AlignHCenter, ModelSketch::tr("pooler"), number(static_cast<std::uint64_t>(size)));
        x += kPooler;
    }

    void classifier(const QStringList& labels, bool isNew, int width)
    {
        const auto ink = isNew ? c.series[1] : c.accent;
        const QRectF box(x, kTop + 8, width, 64);
        frame(box, ink, isNew);
        m_painter.setFont(font(Type::Caption));
        const auto shown = std::min<qsizetype>(labels.size(), labels.size() > kMostLabels ? kMostLabels - 1 : kMostLabels);
        const auto lines = shown + (labels.size() > shown ? 1 : 0);
        double y = box.center().y() - 8.5 * static_cast<double>(lines - 1);
        for (qsizetype i = 0; i < shown; ++i, y += 17) {
            m_painter.setPen(QPen(ink, 1.5));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawEllipse(QPointF(x + 16, y), 4, 4);
            label(labels[i], y, width);
        }
        if (labels.size() > shown)
            label(ModelSketch::tr("and %1 more").arg(labels.size() - shown), y, width);
        caption({x - 20, 0, width + 40, 0}, Qt::AlignHCenter, ModelSketch::tr("classifier"),
            isNew ? ModelSketch::tr("new, from your rows") : ModelSketch::tr("stored in the file"), isNew ? ink : c.text2);
        x += width;
    }

private:
    void frame(const QRectF& box, const QColor& edge, bool dashed = false)
    {
        QPen pen(edge, 1.25);
        if (dashed)
            pen.setDashPattern({4, 2.5});
        m_painter.setPen(pen);
        m_painter.setBrush(c.surface);
        m_painter.drawRoundedRect(box.adjusted(.5, .5, -.5, -.5), 4, 4);
    }

    void joint()
    {
        const double y = kTop + kHeight / 2.0 + .5;
        m_painter.setPen(QPen(c.axis, 1));
        m_painter.drawLine(QPointF(x - kGap, y), QPointF(x, y));
    }

    void layer(int heads, int ordinal, int width)
    {
        frame(QRectF(x, kTop, width, kHeight), c.accent);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(c.accent);
        const int fitting = std::max(1, (width - 6) / 6);
        const int rows = std::max(2, (heads + fitting - 1) / fitting);
        const int columns = std::max(1, (heads + rows - 1) / rows);
        const double stepX = std::min(9.0, (width - 6.0) / columns);
        const double stepY = rows > 2 ? 6.5 : 10;
        const double radius = std::min({3.0, stepX * .36, stepY * .36});
        for (int head = 0; head < heads && head / columns < 4; ++head) {
            const auto inRow = std::min(columns, heads - head / columns * columns);
            const double left = x + width / 2.0 - stepX * (inRow - 1) / 2;
            m_painter.drawEllipse(
                QPointF(left + stepX * (head % columns), kTop + (rows > 2 ? 8 : 13) + stepY * (head / columns)), radius, radius);
        }
        const double inset = width < 30 ? 4 : 6;
        m_painter.setBrush(mixed(c.surface, c.accent, .22));
        m_painter.drawRoundedRect(QRectF(x + inset, kTop + 36, width - 2 * inset, 15), 2, 2);
        m_painter.setBrush(mixed(c.surface, c.accent, .5));
        m_painter.drawRoundedRect(QRectF(x + width * .25, kTop + 56, width * .5, 7), 2, 2);
        m_painter.setFont(font(Type::Caption));
        m_painter.setPen(c.text2);
        m_painter.drawText(QRect(x, kTop + 63, width, 15), Qt::AlignCenter, QString::number(ordinal));
    }

    void label(const QString& words, double y, int width)
    {
        m_painter.setPen(m_palette.color(QPalette::Text));
        const QRectF line(x + 28, y - 8, width - 36, 16);
        m_painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            m_painter.fontMetrics().elidedText(words, Qt::ElideRight, static_cast<int>(line.width())));
    }

    void caption(QRect at, Qt::Alignment alignment, const QString& first, const QString& second, const QColor& ink = {})
    {
        m_painter.setFont(font(Type::Caption));
        at.setTop(kTop + kHeight + 8);
        at.setHeight(15);
        m_painter.setPen(c.text2);
        m_painter.drawText(at, static_cast<int>(alignment | Qt::AlignVCenter), first);
        m_painter.setPen(ink.isValid() ? ink : c.text2);
        m_painter.drawText(at.translated(0, 14), static_cast<int>(alignment | Qt::AlignVCenter), second);
    }

    QPainter& m_painter;
    const QPalette& m_palette;
    const Colours& c;
};

} // namespace

ModelSketch::ModelSketch(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ModelSketch::set(const core::ModelConfig& config, const QStringList& labels, bool classifierIsNew, bool poolerIsNew)
{
    m_config = config;
    m_labels = labels.isEmpty() ? QStringList(tr("your labels")) : labels;
    m_classifierIsNew = classifierIsNew;
    m_poolerIsNew = poolerIsNew;
    setAccessibleName(tr("Drawing of the model: text, embeddings, %1 layers, pooler, classifier for %2")
                          .arg(QString::number(config.numHiddenLayers), m_labels.join(QStringLiteral(", "))));
    update();
}

void ModelSketch::paintEvent(QPaintEvent*)
{
    if (m_config.numHiddenLayers == 0)
        return;
    QPainter painter(this);
    Sketcher sketch(painter, palette());
    const auto drawn = static_cast<int>(std::min<std::int64_t>(m_config.numHiddenLayers, kMostLayers));
    const auto rest = kText + kEmbeddings + 4 * kArrow + kPooler + kClassifier;
    const auto layerWidth = std::clamp((width() - rest + kGap) / drawn - kGap, 14, kWidestLayer);
    const auto spare = width() - rest - drawn * (layerWidth + kGap) + kGap;
    sketch.arrowLength = std::clamp(kArrow + spare / 4, kArrow, kLongestArrow);
    sketch.text();
    sketch.arrow();
    sketch.embeddings(QStringLiteral("%1 × %2").arg(
        number(static_cast<std::uint64_t>(m_config.vocabSize)), number(static_cast<std::uint64_t>(m_config.hiddenSize))));
    sketch.arrow();
    sketch.layers(m_config, drawn, layerWidth);
    sketch.arrow();
    sketch.pooler(m_config.hiddenSize, m_poolerIsNew);
    sketch.arrow();
    sketch.classifier(m_labels, m_classifierIsNew, kClassifier);
}

} // namespace attune::ui
