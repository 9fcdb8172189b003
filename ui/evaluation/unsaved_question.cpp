#include "ui/evaluation/unsaved_question.h"

#include <QMessageBox>
#include <QPushButton>

namespace attune::ui {

QWidget* askAboutUnsaved(QWidget* parent, const QString& file, const QString& occasion, const UnsavedAnswers& answers)
{
    auto* question = new QMessageBox(QMessageBox::Question, QMessageBox::tr("Corrections are not saved"),
        QMessageBox::tr("Your corrections to %1 are not saved. %2").arg(file, occasion), QMessageBox::NoButton, parent);
    question->setObjectName(QStringLiteral("unsavedQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        QMessageBox::tr("Saving writes a new CSV beside the old one, which stays as it is. Discarded corrections are lost."));
    QPushButton* save = question->addButton(QMessageBox::tr("&Save"), QMessageBox::AcceptRole);
    QPushButton* discard = question->addButton(QMessageBox::tr("&Discard"), QMessageBox::DestructiveRole);
    QPushButton* cancel = question->addButton(QMessageBox::tr("&Cancel"), QMessageBox::RejectRole);
    question->setDefaultButton(save);
    question->setEscapeButton(cancel);
    // Not the buttons' clicks: the title bar's cross presses none.
    QObject::connect(question, &QDialog::finished, parent, [question, save, discard, answers] {
        const auto* pressed = question->clickedButton();
        (pressed == save ? answers.save : pressed == discard ? answers.discard : answers.cancel)();
    });
    question->open();
    return question;
}

} // namespace attune::ui
