#pragma once

#include "tests/support/catch.h"

#include <QAbstractButton>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

/// What hands do on any window.
namespace attune::test {

/// The button that is in sight and says `words`.
inline QAbstractButton* button(QWidget& window, const QString& words)
{
    for (auto* found : window.findChildren<QAbstractButton*>())
        if (found->isVisible() && found->text().remove(QLatin1Char('&')) == words)
            return found;
    FAIL("no visible button \"" << words.toStdString() << "\"");
    return nullptr;
}

inline void click(QWidget* widget)
{
    REQUIRE(widget);
    REQUIRE(widget->isVisible());
    REQUIRE(widget->isEnabled());
    QTest::mouseClick(widget, Qt::LeftButton);
}

/// Names `path` in the file dialog that is open, and presses its button.
inline void chooseInDialog(QWidget& window, const QString& path)
{
    QFileDialog* dialog = nullptr;
    for (auto* found : window.findChildren<QFileDialog*>())
        if (found->isVisible())
            dialog = found;
    REQUIRE(dialog);
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    REQUIRE(name);
    name->setText(path); // typing would open the completer's popup, which wants a real display
    click(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open));
}

} // namespace attune::test
