#include "ui/frame/empty_state.h"

#include "ui/frame/icon_label.h"
#include "ui/frame/text_label.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {

EmptyState::EmptyState(const QString& iconName, const QString& fact, const QString& line, QPushButton* button, QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(4);
    column->addStretch(1);
    column->addWidget(new IconLabel(iconName, 24, &Colours::text3), 0, Qt::AlignHCenter);
    column->addSpacing(4);
    column->addWidget(new TextLabel(fact, Type::PaneTitle), 0, Qt::AlignHCenter);
    auto* words = new TextLabel(line, Type::Secondary, &Colours::text2);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignHCenter);
    column->addWidget(words);
    if (button) {
        column->addSpacing(8);
        column->addWidget(button, 0, Qt::AlignHCenter);
    }
    column->addStretch(1);
}

} // namespace attune::ui
