#include "ui/evaluation/curve_plot.h"

#include "core/data/csv_writer.h"
#include "ui/frame/theme.h"
#include "ui/plotting/stroke.h"
#include "ui/words.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::ui {

namespace {

constexpr double kNear = 24; // pixels from the mouse to a point that it reads

/// Lines of different labels differ in colour and in dashes.
QPen seriesPen(std::size_t series, const Colours& c)
{
    static const QList<double> kDashes[] = {{}, {8, 3}, {2, 2.5}, {8, 3, 2, 3}, {12, 4}, {4, 3}};
    const QColor& colour = c.series[series];
    return kDashes[series].isEmpty() ? QPen(colour, 1.75) : dashedPen(colour, 1.75, kDashes[series]);
}

} // namespace

/// Beneath the curves, what chance would reach; over them, in a corner, names and areas.
class CurveLegend : public QCPLayerable {
public:
    CurveLegend(CurvePlot* plot, const QString& layer)
        : QCPLayerable(plot, layer)
        , m_plot(plot)
        , m_below(layer == QLatin1String("grid"))
    {
    }

protected:
    QRect clipRect() const override { return m_plot->axisRect()->rect(); }
    void applyDefaultAntialiasingHint(QCPPainter*) const override { }

    void draw(QCPPainter* painter) override
    {
        if (!m_plot->m_evaluation)
            return;
        painter->setAntialiasing(true);
        if (m_below)
            drawChance(*painter);
        else
            drawNames(*painter);
    }

private:
    QPointF at(double x, double y) const { return {m_plot->xAxis->coordToPixel(x), m_plot->yAxis->coordToPixel(y)}; }

    void drawChance(QPainter& painter) const
    {
        const Colours& c = colours(m_plot->palette());
        if (m_plot->m_kind == CurvePlot::Kind::Roc) {
            painter.setPen(dashedPen(c.baseline, 1, {5, 4}));
            painter.drawLine(at(0, 0), at(1, 1));
            return;
        }
        const core::EvaluationMetrics& metrics = m_plot->m_evaluation->report().metrics;
        for (std::size_t i = 0; i < m_plot->m_lines.size() && metrics.samples > 0; ++i) {
            const double share =
                static_cast<double>(metrics.perClass[m_plot->m_lines[i].label].support) / static_cast<double>(metrics.samples);
            painter.setPen(dashedPen(c.series[i], 1, {1, 3}));
            painter.drawLine(at(0, share), at(1, share));
        }
    }

    void drawNames(QPainter& painter) const
    {
        const Colours& c = colours(m_plot->palette());
        painter.setFont(font(Type::Caption));
        const QFontMetricsF metrics(painter.font());
        constexpr double row = 17, sample = 20, gap = 6;
        double name = 0, area = 0;
        for (const CurvePlot::Line& line : m_plot->m_lines) {
            name = std::max(name, metrics.horizontalAdvance(m_plot->m_evaluation->label(line.label)));
            area = std::max(area, metrics.horizontalAdvance(m_plot->areaText(line)));
        }
        const QRectF plot = m_plot->axisRect()->rect();
        name = std::min(name, plot.width() - sample - area - 5 * gap);
        const bool more = m_plot->m_lines.size() < m_plot->m_evaluation->labels().size();
        const QSizeF size(sample + name + area + 4 * gap, row * static_cast<double>(m_plot->m_lines.size() + more) + 6);
        const bool right = m_plot->m_kind == CurvePlot::Kind::Roc;
        const QRectF box(
            QPointF(right ? plot.right() - size.width() - 2 : plot.left() + 6, plot.bottom() - size.height() - 6), size);
        QColor ground = c.surface;
        ground.setAlphaF(0.88F);
        painter.fillRect(box, ground);
        for (std::size_t i = 0; i < m_plot->m_lines.size(); ++i) {
            const QRectF line(box.left() + gap, box.top() + 3 + row * static_cast<double>(i), box.width() - 2 * gap, row);
            painter.setPen(seriesPen(i, c));
            painter.drawLine(QPointF(line.left(), line.center().y()), QPointF(line.left() + sample, line.center().y()));
            painter.setPen(c.text);
            const QString label = m_plot->m_evaluation->label(m_plot->m_lines[i].label);
            painter.drawText(line.adjusted(sample + gap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                metrics.elidedText(label, Qt::ElideRight, name));
            painter.setPen(c.text2);
            painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, m_plot->areaText(m_plot->m_lines[i]));
        }
        if (more) {
            painter.setPen(c.text3);
            painter.drawText(QRectF(box.left() + gap, box.bottom() - 3 - row, box.width(), row), Qt::AlignLeft | Qt::AlignVCenter,
                CurvePlot::tr("%1 of %2 labels").arg(m_plot->m_lines.size()).arg(m_plot->m_evaluation->labels().size()));
        }
    }

    CurvePlot* m_plot;
    bool m_below;
};

CurvePlot::CurvePlot(Kind kind, QWidget* parent)
    : UnitPlot(kind == Kind::Roc ? tr("False positives") : tr("Recall"), parent)
    , m_kind(kind)
{
    setAccessibleName(kind == Kind::Roc ? tr("ROC curves") : tr("Precision and recall curves"));
    new CurveLegend(this, QStringLiteral("grid")); // the plot owns both
    new CurveLegend(this, QStringLiteral("axes"));
    connect(this, &UnitPlot::coloursWanted, this, &CurvePlot::applyLineColours);
}

void CurvePlot::show(std::shared_ptr<const Evaluation> evaluation)
{
    m_evaluation = std::move(evaluation);
    m_preferred.reset();
    rebuild();
    fit();
}

void CurvePlot::setPreferred(std::optional<std::size_t> label)
{
    if (label == m_preferred)
        return;
    m_preferred = label;
    rebuild();
    replot(rpQueuedReplot);
}

void CurvePlot::rebuild()
{
    for (const Line& line : m_lines)
        removePlottable(line.curve);
    m_lines.clear();
    if (!m_evaluation)
        return;
    const core::EvaluationReport& report = m_evaluation->report();
    std::vector<std::size_t> drawn(report.curves.size());
    std::iota(drawn.begin(), drawn.end(), std::size_t{0});
    const std::size_t most = colours(palette()).series.size();
    if (drawn.size() > most) {
        const auto support = [&](std::size_t label) { return report.metrics.perClass[label].support; };
        std::stable_sort(drawn.begin(), drawn.end(), [&](std::size_t a, std::size_t b) { return support(a) > support(b); });
        if (const auto place = std::find(drawn.begin(), drawn.end(), m_preferred.value_or(drawn.front()));
            place - drawn.begin() >= std::ptrdiff_t(most))
            std::swap(*place, drawn[most - 1]);
        drawn.resize(most);
        std::sort(drawn.begin(), drawn.end());
    }
    QStringList words;
    for (const std::size_t label : drawn) {
        auto* curve = new QCPCurve(xAxis, yAxis);
        curve->setSelectable(QCP::stNone);
        QVector<double> order, x, y;
        const auto add = [&](double across, double up) {
            order.append(static_cast<double>(order.size()));
            x.append(across);
            y.append(up);
        };
        if (m_kind == Kind::Roc)
            for (const core::RocPoint& point : report.curves[label].roc)
                add(point.falsePositiveRate, point.truePositiveRate);
        else
            for (const core::PrecisionRecallPoint& point : report.curves[label].precisionRecall)
                add(point.recall, point.precision);
        curve->setData(order, x, y, true);
        const core::ClassMetrics& one = report.metrics.perClass[label];
        m_lines.push_back({label, curve, m_kind == Kind::Roc ? one.rocAuc : one.averagePrecision});
        words << m_evaluation->label(label) + QLatin1Char(' ') + areaText(m_lines.back());
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    applyLineColours();
}

QString CurvePlot::areaText(const Line& line) const
{
    return line.area ? decimal(*line.area, m_kind == Kind::Roc ? 3 : 2) : QStringLiteral("–");
}

void CurvePlot::applyLineColours()
{
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        m_lines[i].curve->setPen(seriesPen(i, colours(palette())));
}

QString CurvePlot::values() const
{
    std::string text = m_kind == Kind::Roc ? core::csvRecord({"label", "false_positive_rate", "true_positive_rate", "threshold"})
                                           : core::csvRecord({"label", "recall", "precision", "threshold"});
    const auto add = [&](const std::string& label, double across, double up, double threshold) {
        text += core::csvRecord({label, csvNumber(across), csvNumber(up), csvNumber(threshold)});
    };
    for (std::size_t label = 0; m_evaluation && label < m_evaluation->labels().size(); ++label) {
        const core::ClassCurves& curves = m_evaluation->report().curves[label];
        const std::string& name = m_evaluation->labels()[label];
        if (m_kind == Kind::Roc)
            for (const core::RocPoint& p : curves.roc)
                add(name, p.falsePositiveRate, p.truePositiveRate, p.threshold);
        else
            for (const core::PrecisionRecallPoint& p : curves.precisionRecall)
                add(name, p.recall, p.precision, p.threshold);
    }
    return QString::fromStdString(text);
}

QString CurvePlot::reading(QPointF at) const
{
    double nearest = kNear * kNear;
    QString words;
    const auto look = [&](std::size_t label, double x, double y, const auto& say) {
        const QPointF away = QPointF(xAxis->coordToPixel(x), yAxis->coordToPixel(y)) - at;
        if (const double distance = QPointF::dotProduct(away, away); distance < nearest) {
            nearest = distance;
            words = say(m_evaluation->label(label));
        }
    };
    const auto threshold = [](double value) { return std::isfinite(value) ? decimal(value, 3) : tr("above all"); };
    for (const Line& line : m_lines) {
        const core::ClassCurves& curves = m_evaluation->report().curves[line.label];
        if (m_kind == Kind::Roc)
            for (const core::RocPoint& p : curves.roc)
                look(line.label, p.falsePositiveRate, p.truePositiveRate, [&](const QString& name) {
                    return tr("%1: true positives %2, false positives %3, from a probability of %4 on")
                        .arg(name, decimal(p.truePositiveRate, 3), decimal(p.falsePositiveRate, 3), threshold(p.threshold));
                });
        else
            for (const core::PrecisionRecallPoint& p : curves.precisionRecall)
                look(line.label, p.recall, p.precision, [&](const QString& name) {
                    return tr("%1: precision %2, recall %3, from a probability of %4 on")
                        .arg(name, decimal(p.precision, 3), decimal(p.recall, 3), threshold(p.threshold));
                });
    }
    return words;
}

} // namespace attune::ui
