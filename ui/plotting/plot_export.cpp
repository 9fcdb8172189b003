#include "ui/plotting/plot_export.h"

#include "core/error.h"
#include "ui/plotting/plot_library.h"

#include <QApplication>
#include <QClipboard>
#include <QSvgGenerator>

namespace attune::ui {

namespace {

constexpr double kScale = 2; // a picture is read on paper and on dense screens, too

bool saveSvg(QCustomPlot& plot, const QString& file)
{
    QSvgGenerator generator;
    generator.setFileName(file);
    generator.setSize(plot.size());
    generator.setViewBox(plot.rect());
    generator.setTitle(plot.accessibleName());
    QCPPainter painter;
    if (!painter.begin(&generator))
        return false;
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&painter, plot.width(), plot.height());
    return painter.end();
}

} // namespace

void savePlot(QCustomPlot& plot, const QString& file)
{
    const QString ending = file.section(QLatin1Char('.'), -1).toLower();
    bool saved = false;
    if (ending == QLatin1String("svg"))
        saved = saveSvg(plot, file);
    else if (ending == QLatin1String("pdf"))
        saved = plot.savePdf(file, plot.width(), plot.height(), QCP::epAllowCosmetic, QStringLiteral("Attune"), plot.accessibleName());
    else if (ending == QLatin1String("png"))
        saved = plot.savePng(file, plot.width(), plot.height(), kScale);
    else
        throw core::Error("A chart cannot be saved as \"" + ending.toStdString() + "\".", "Choose a name that ends in .png, .svg or .pdf.");
    if (!saved)
        throw core::Error("The chart could not be written to " + file.toStdString() + ".", "Choose another folder, or free some space there.");
}

void copyPlot(QCustomPlot& plot)
{
    QApplication::clipboard()->setPixmap(plot.toPixmap(plot.width(), plot.height(), kScale));
}

} // namespace attune::ui
