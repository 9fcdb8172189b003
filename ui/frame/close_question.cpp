#include "ui/frame/close_question.h"

#include <QMessageBox>
#include <QPushButton>

namespace attune::ui {

void askBeforeClosing(QWidget* window, const std::function<void()>& stop)
{
    auto* question = new QMessageBox(QMessageBox::Question, QMessageBox::tr("Training is running"),
        QMessageBox::tr("Training is running. Stop it and keep the best model?"), QMessageBox::NoButton, window);
    question->setObjectName(QStringLiteral("closeQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* yes = question->addButton(QMessageBox::tr("Stop and quit"), QMessageBox::AcceptRole);
    QPushButton* no = question->addButton(QMessageBox::tr("Continue training"), QMessageBox::RejectRole);
    question->setDefaultButton(no);
    question->setEscapeButton(no);
    QObject::connect(yes, &QPushButton::clicked, window, stop);
    question->open();
}

} // namespace attune::ui
