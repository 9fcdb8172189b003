#include "ui/plotting/picture.h"

#include "core/error.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QWidget>

namespace attune::ui {

namespace {

constexpr double kScale = 2; // a picture is read on paper and on dense screens, too
constexpr int kDotsPerInch = 96; // logical pixels

bool paintOn(QPaintDevice& device, const Picture& picture)
{
    QPainter painter;
    if (!painter.begin(&device))
        return false;
    painter.fillRect(QRect(QPoint(), picture.size), picture.ground);
    picture.paint(painter);
    return painter.end();
}

QImage imageOf(const Picture& picture)
{
    QImage image(picture.size * kScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kScale);
    paintOn(image, picture);
    return image;
}

bool saveSvg(const Picture& picture, const QString& file)
{
    QSvgGenerator generator;
    generator.setFileName(file);
    generator.setSize(picture.size);
    generator.setViewBox(QRect(QPoint(), picture.size));
    generator.setTitle(picture.title);
    return paintOn(generator, picture);
}

bool savePdf(const Picture& picture, const QString& file)
{
    QPdfWriter writer(file);
    writer.setTitle(picture.title);
    writer.setCreator(QStringLiteral("Attune"));
    writer.setResolution(kDotsPerInch);
    writer.setPageMargins({});
    writer.setPageSize(QPageSize(QSizeF(picture.size) * 72.0 / kDotsPerInch, QPageSize::Point));
    return paintOn(writer, picture);
}

} // namespace

Picture pictureOf(const QWidget& widget, std::function<void(QPainter&)> paint)
{
    return {widget.size(), widget.accessibleName(), widget.palette().color(QPalette::Base), std::move(paint)};
}

void savePicture(const Picture& picture, const QString& file)
{
    const QString ending = file.section(QLatin1Char('.'), -1).toLower();
    bool saved = false;
    if (ending == QLatin1String("svg"))
        saved = saveSvg(picture, file);
    else if (ending == QLatin1String("pdf"))
        saved = savePdf(picture, file);
    else if (ending == QLatin1String("png"))
        saved = imageOf(picture).save(file, "PNG");
    else
        throw core::Error("A picture cannot be saved as \"" + ending.toStdString() + "\".", "Choose a name that ends in .png, .svg or .pdf.");
    if (!saved)
        throw core::Error("The picture could not be written to " + file.toStdString() + ".", "Choose another folder, or free some space there.");
}

QFileDialog* openPictureDialog(QWidget* parent)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Picture", text); };
    auto* dialog = new QFileDialog(parent, tr("Save the picture"), {}, tr("Picture (*.png);;Drawing (*.svg);;Document (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog,
        [dialog](const QString& filter) { dialog->setDefaultSuffix(filter.section(QLatin1Char('.'), -1).chopped(1)); });
    dialog->open();
    return dialog;
}

void copyPicture(const Picture& picture) { QApplication::clipboard()->setImage(imageOf(picture)); }

} // namespace attune::ui
