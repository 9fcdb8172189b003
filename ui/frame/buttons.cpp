#include "ui/frame/buttons.h"

#include "ui/frame/theme.h"

#include <QToolButton>

namespace attune::ui {

namespace {

    QPushButton* make(const char* role, const QString& text, const QString& iconName, ButtonSize size)
    {
        auto* button = new QPushButton;
        button->setProperty("role", QByteArray(role));
        QFont medium = font(Type::Body);
        medium.setWeight(QFont::Medium);
        button->setFont(medium);
        button->setFixedHeight(size == ButtonSize::Header ? 32 : 28);
        button->setAutoDefault(false);
        button->setIconSize({16, 16});
        button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setButton(button, text, iconName);
        return button;
    }

} // namespace

QPushButton* primaryButton(const QString& text, const QString& iconName, ButtonSize size) { return make("primary", text, iconName, size); }

QPushButton* secondaryButton(const QString& text, const QString& iconName, ButtonSize size) { return make("secondary", text, iconName, size); }

QPushButton* flatButton(const QString& text, const QString& iconName, ButtonSize size) { return make("flat", text, iconName, size); }

QPushButton* linkButton(const QString& text)
{
    QPushButton* button = make("link", text, {}, ButtonSize::Pane);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

QToolButton* iconButton(const QString& iconName, const QString& name)
{
    auto* button = new QToolButton;
    button->setIcon(icon(iconName, &Colours::text2));
    button->setIconSize({16, 16});
    button->setFixedSize(28, 28);
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

void setButton(QPushButton* button, const QString& text, const QString& iconName)
{
    const QByteArray role = button->property("role").toByteArray();
    button->setText(text);
    if (iconName.isEmpty())
        button->setIcon({});
    else
        button->setIcon(icon(iconName, role == "primary" ? &Colours::onAccent : role == "flat" ? &Colours::text2 : &Colours::text));
}

} // namespace attune::ui
