#pragma once

#include <QColor>
#include <QSize>
#include <QString>

#include <functional>

class QFileDialog;
class QPainter;
class QWidget;

namespace attune::ui {

/// Something painted that can be saved.
struct Picture {
    QSize size;
    QString title;
    QColor ground;
    std::function<void(QPainter&)> paint;
};

/// As `widget` stands, painted by `paint` on the ground of pages.
Picture pictureOf(const QWidget& widget, std::function<void(QPainter&)> paint);

/// Writes the picture into `file`, whose ending says as what: .png (twice the size on the screen), .svg or .pdf. Throws core::Error.
void savePicture(const Picture& picture, const QString& file);

/// Asks where to, and as what; it deletes itself when it is closed.
QFileDialog* openPictureDialog(QWidget* parent);

/// Onto the clipboard.
void copyPicture(const Picture& picture);

} // namespace attune::ui
