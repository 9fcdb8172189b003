#pragma once

#include <QLineEdit>

namespace attune::ui {

/// A field to search with, 32 px high for page headers: a glass at the left, the shortcut at the right while it is empty. Escape
/// empties it.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace attune::ui
