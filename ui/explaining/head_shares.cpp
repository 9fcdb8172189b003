#include "ui/explaining/head_shares.h"

#include "ui/frame/theme.h"

#include <QPainter>

#include <cmath>

namespace attune::ui {

namespace {

constexpr double kBar = 8;
constexpr double kGap = 2;
constexpr double kRow = 18;

QString wholePercent(double share) { return HeadShares::tr("%1 %").arg(int(std::lround(share * 100))); }

} // namespace

HeadShares::HeadShares(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What the head looks at"));
    setToolTip(tr("The mean over the text's own tokens. What goes to [CLS] and [SEP] says nothing about the text."));
}

std::array<HeadShares::Part, 4> HeadShares::parts() const
{
    return {Part{tr("within two tokens"), m_shares.near, 1}, Part{tr("further away"), m_shares.far, 0.65}, Part{tr("itself"), m_shares.itself, 0.4},
        Part{tr("special tokens"), m_shares.special, 0.2}};
}

void HeadShares::setShares(const core::LookShares& shares)
{
    m_shares = shares;
    QStringList spoken;
    for (const Part& part : parts())
        spoken.append(part.name + QLatin1Char(' ') + wholePercent(part.share));
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    update();
}

void HeadShares::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& c = colours(palette());
    painter.setFont(ui::font(Type::Secondary));
    const auto all = parts();
    const double room = width() - kGap * double(all.size() - 1), half = std::floor(width() / 2.0);
    double x = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        QColor ink = c.series[0];
        ink.setAlphaF(float(all[i].strength));
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawRoundedRect(QRectF(x, 0, std::max(1.0, room * all[i].share), kBar), 2, 2);
        x += room * all[i].share + kGap;
        const QRectF row(i % 2 == 0 ? 0 : half + 8, kBar + 8 + kRow * double(i / 2), half - 8, kRow);
        painter.drawRoundedRect(QRectF(row.left(), row.center().y() - 4, 8, 8), 2, 2);
        painter.setPen(c.text);
        painter.drawText(row.adjusted(16, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, all[i].name);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, wholePercent(all[i].share));
    }
}

} // namespace attune::ui
