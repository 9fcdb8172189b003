#include "ui/frame/close_question.h"

#include <QMessageBox>
#include <QPushButton>

namespace attune::ui {

void askBeforeClosing(QWidget* window, const std::function<void()>& pause, const std::function<void()>& stop)
{
    auto* question = new QMessageBox(QMessageBox::Question, QMessageBox::tr("Training is running"),
        QMessageBox::tr("Training is running. What is to become of it?"), QMessageBox::NoButton, window);
    question->setObjectName(QStringLiteral("closeQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(QMessageBox::tr("A paused run is saved and goes on another time. A stopped one ends; its best model is kept."));
    QPushButton* later = question->addButton(QMessageBox::tr("&Pause and quit"), QMessageBox::AcceptRole);
    QPushButton* yes = question->addButton(QMessageBox::tr("&Stop and quit"), QMessageBox::AcceptRole);
    QPushButton* no = question->addButton(QMessageBox::tr("&Continue training"), QMessageBox::RejectRole);
    question->setDefaultButton(no);
    question->setEscapeButton(no);
    QObject::connect(later, &QPushButton::clicked, window, pause);
    QObject::connect(yes, &QPushButton::clicked, window, stop);
    question->open();
}

} // namespace attune::ui
