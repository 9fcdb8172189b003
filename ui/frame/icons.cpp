#include "ui/frame/theme.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <functional>

namespace attune::ui {

namespace {

    /// The drawing with its stroke in `colour`, 1.5 px wide, and a little finer where it is small, or else its corners run together.
    QByteArray drawing(const QString& name, const QColor& colour, int size)
    {
        QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QByteArray svg = file.readAll();
        svg.replace("currentColor", colour.name().toLatin1());
        if (size < 20)
            svg.replace("stroke-width=\"1.5\"", "stroke-width=\"" + QByteArray::number(25.0 / size) + '"');
        return svg;
    }

    QPixmap rendered(const QString& name, const QColor& colour, QSize size, qreal scale)
    {
        const QString key = QStringLiteral("attune-%1-%2-%3x%4@%5").arg(name, colour.name()).arg(size.width()).arg(size.height()).arg(scale);
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size * scale);
        pixmap.fill(Qt::transparent);
        QSvgRenderer renderer(drawing(name, colour, size.height()));
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(pixmap.size())));
        painter.end();
        pixmap.setDevicePixelRatio(scale);
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    /// Asks for its colour whenever it is painted, so that icons follow a change of palette by themselves.
    class Engine : public QIconEngine {
    public:
        using Ink = std::function<QColor()>;
        Engine(QString name, Ink ink)
            : m_name(std::move(name))
            , m_ink(std::move(ink))
        {
        }

        void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
        {
            painter->drawPixmap(rect, rendered(m_name, ink(mode), rect.size(), painter->device()->devicePixelRatioF()));
        }
        QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return rendered(m_name, ink(mode), size, 1.0); }
        QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override
        {
            return rendered(m_name, ink(mode), size / scale, scale);
        }
        QIconEngine* clone() const override { return new Engine(m_name, m_ink); }

    private:
        QColor ink(QIcon::Mode mode) const { return mode == QIcon::Disabled ? colours(QApplication::palette()).disabled : m_ink(); }

        QString m_name;
        Ink m_ink;
    };

} // namespace

QIcon icon(const QString& name, const QColor& colour)
{
    return QIcon(new Engine(name, [colour] { return colour.isValid() ? colour : colours(QApplication::palette()).text; }));
}

QIcon icon(const QString& name, QColor Colours::* ink)
{
    return QIcon(new Engine(name, [ink] { return colours(QApplication::palette()).*ink; }));
}

void paintIcon(QPainter& painter, const QString& name, const QRect& rect, const QColor& colour)
{
    painter.drawPixmap(rect, rendered(name, colour, rect.size(), painter.device()->devicePixelRatioF()));
}

} // namespace attune::ui
