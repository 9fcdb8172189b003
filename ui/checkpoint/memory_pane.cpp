#include "ui/checkpoint/memory_pane.h"

#include "ui/frame/text_label.h"
#include "ui/words.h"

#include <QGridLayout>
#include <QPainter>
#include <QPainterPath>

#include <array>
#include <cmath>

namespace attune::ui {

namespace {

constexpr int kParts = 5;
constexpr int kBarHeight = 16;
constexpr int kAxisHeight = 20;
constexpr std::array<double, kParts> kTints = {1, .78, .6, .4, .22};

QColor tintOf(const QPalette& palette, int part)
{
    const auto& c = colours(palette);
    const double share = kTints[static_cast<std::size_t>(part)];
    const auto mixed = [share](int ground, int ink) { return static_cast<int>(ground + (ink - ground) * share); };
    return {mixed(c.surface.red(), c.accent.red()), mixed(c.surface.green(), c.accent.green()), mixed(c.surface.blue(), c.accent.blue())};
}

/// A square in a part's tint, for the key.
class Swatch : public QWidget {
public:
    explicit Swatch(int part)
        : m_part(part)
    {
        setFixedSize(10, 10);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tintOf(palette(), m_part));
        painter.drawRoundedRect(rect(), 2, 2);
    }

private:
    int m_part;
};

/// The next round number from 1, 2, 5, 10 ...
double roundedUp(double value)
{
    const double power = std::pow(10, std::floor(std::log10(std::max(value, 1.0))));
    for (const double factor : {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (factor * power >= value)
            return factor * power;
    return 10 * power;
}

} // namespace

/// The parts one after the other on a scale that begins at 0.
class MemoryBar : public QWidget {
public:
    MemoryBar()
    {
        setFixedHeight(kBarHeight + kAxisHeight);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void set(const std::array<double, kParts>& parts)
    {
        m_parts = parts;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& c = colours(palette());
        double total = 0;
        for (const double part : m_parts)
            total += part;
        const double scale = roundedUp(total * 1.05);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF bar(.5, .5, width() - 1, kBarHeight - 1);
        QPainterPath inside;
        inside.addRoundedRect(bar, 3, 3);
        painter.fillPath(inside, c.sunken);
        painter.save();
        painter.setClipPath(inside);
        double x = 0;
        for (int part = 0; part < kParts; ++part) {
            const double wide = bar.width() * m_parts[static_cast<std::size_t>(part)] / scale;
            painter.fillRect(QRectF(x, 0, std::max(0.0, wide - 1), kBarHeight), tintOf(palette(), part));
            x += wide;
        }
        painter.restore();
        painter.setPen(QPen(c.separator, 1));
        painter.drawPath(inside);
        paintScale(painter, scale);
    }

private:
    void paintScale(QPainter& painter, double scale)
    {
        painter.setPen(colours(palette()).text2);
        painter.setFont(ui::font(Type::Caption));
        const QString unit = bytes(static_cast<std::uint64_t>(scale)).section(QLatin1Char(' '), 1);
        for (int tick = 0; tick <= 4; ++tick) {
            const QString label = bytes(static_cast<std::uint64_t>(scale * tick / 4));
            const QString words = tick == 0 ? QStringLiteral("0") : tick == 4 || label.section(QLatin1Char(' '), 1) != unit ? label : label.section(QLatin1Char(' '), 0, 0);
            const auto alignment = tick == 0 ? Qt::AlignLeft : tick == 4 ? Qt::AlignRight : Qt::AlignHCenter;
            const int at = width() * tick / 4;
            const QRect place(tick == 0 ? 0 : tick == 4 ? width() - 80 : at - 40, kBarHeight + 4, 80, kAxisHeight - 4);
            painter.drawText(place, static_cast<int>(alignment | Qt::AlignTop), words);
        }
    }

    std::array<double, kParts> m_parts{};
};

MemoryPane::MemoryPane(QWidget* parent)
    : QWidget(parent)
    , m_need(new TextLabel({}, Type::PaneTitle))
    , m_free(new TextLabel({}, Type::Body, &Colours::text2))
    , m_bar(new MemoryBar)
{
    const std::array<std::pair<QString, QString>, kParts> parts = {{
        {tr("Weights"), tr("The numbers of the model itself, 4 bytes each")},
        {tr("Gradients"), tr("In which direction each weight should go")},
        {tr("Optimizer"), tr("What the optimizer remembers of earlier gradients")},
        {tr("Activations"), tr("What the layers computed for the texts of one batch, kept for the way back")},
        {tr("Working space"), tr("LibTorch, the texts, copies in half precision, and what is lost between buffers")},
    }};
    auto* title = new QHBoxLayout;
    title->addWidget(new TextLabel(tr("Memory while training"), Type::PaneTitle));
    title->addStretch();
    title->setSpacing(4);
    title->addWidget(m_need);
    title->addWidget(m_free);

    auto* key = new QGridLayout;
    key->setHorizontalSpacing(8);
    key->setVerticalSpacing(4);
    for (int part = 0; part < kParts; ++part) {
        const int row = part / 2, column = part % 2 * 4;
        const auto& [name, meaning] = parts[static_cast<std::size_t>(part)];
        auto* caption = new TextLabel(name, Type::Secondary, &Colours::text2);
        auto* value = new TextLabel({}, Type::Secondary);
        caption->setToolTip(meaning);
        value->setToolTip(meaning);
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        key->addWidget(new Swatch(part), row, column);
        key->addWidget(caption, row, column + 1);
        key->addWidget(value, row, column + 2);
        m_values.push_back(value);
    }
    key->setColumnMinimumWidth(3, 16);
    key->setColumnStretch(1, 1);
    key->setColumnStretch(5, 1);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(title);
    column->addWidget(m_bar);
    column->addLayout(key);
}

void MemoryPane::set(const core::TrainingForecast& forecast)
{
    const auto& memory = forecast.memory;
    const std::array<double, kParts> parts = {memory.weights, memory.gradients, memory.optimizer, memory.activations, memory.working};
    m_bar->set(parts);
    for (std::size_t i = 0; i < parts.size(); ++i)
        m_values[i]->setText(bytes(static_cast<std::uint64_t>(parts[i])));
    m_need->setText(bytes(static_cast<std::uint64_t>(memory.total())));
    m_need->setInk(forecast.fits ? &Colours::text : &Colours::warning);
    m_free->setText(forecast.memoryFree > 0 ? tr("of %1 free").arg(bytes(forecast.memoryFree)) : QString());
    setAccessibleName(tr("Memory while training: %1").arg(total()));
}

QString MemoryPane::total() const
{
    return QStringLiteral("%1 %2").arg(m_need->text(), m_free->text()).trimmed();
}

} // namespace attune::ui
