#include "ui/plotting/chart_export.h"

#include "core/error.h"
#include "ui/plotting/chart.h"

#include <QApplication>
#include <QClipboard>
#include <QSvgGenerator>

namespace attune::ui {

namespace {

constexpr double kScale = 2; // a picture is read on paper and on dense screens, too

bool saveSvg(Chart& chart, const QString& file)
{
    QSvgGenerator generator;
    generator.setFileName(file);
    generator.setSize(chart.size());
    generator.setViewBox(chart.rect());
    generator.setTitle(chart.accessibleName());
    QCPPainter painter;
    if (!painter.begin(&generator))
        return false;
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    chart.toPainter(&painter, chart.width(), chart.height());
    return painter.end();
}

} // namespace

void saveChart(Chart& chart, const QString& file)
{
    const QString ending = file.section(QLatin1Char('.'), -1).toLower();
    bool saved = false;
    if (ending == QLatin1String("svg"))
        saved = saveSvg(chart, file);
    else if (ending == QLatin1String("pdf"))
        saved = chart.savePdf(file, chart.width(), chart.height(), QCP::epAllowCosmetic, QStringLiteral("Attune"), chart.accessibleName());
    else if (ending == QLatin1String("png"))
        saved = chart.savePng(file, chart.width(), chart.height(), kScale);
    else
        throw core::Error("A chart cannot be saved as \"" + ending.toStdString() + "\".", "Choose a name that ends in .png, .svg or .pdf.");
    if (!saved)
        throw core::Error("The chart could not be written to " + file.toStdString() + ".", "Choose another folder, or free some space there.");
}

void copyChart(Chart& chart)
{
    QApplication::clipboard()->setPixmap(chart.toPixmap(chart.width(), chart.height(), kScale));
}

} // namespace attune::ui
