#include "ui/dataset/data_page.h"

#include "ui/dataset/dialect_bar.h"
#include "ui/dataset/labels_pane.h"
#include "ui/dataset/length_pane.h"
#include "ui/dataset/problem_pane.h"
#include "ui/dataset/row_finder.h"
#include "ui/dataset/split_pane.h"
#include "ui/frame/buttons.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/page_header.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

/// What the Data page is made of, and which part tells which.
namespace attune::ui {

void DataPage::buildHeader()
{
    m_header->setTitle(tr("Data"));
    m_openAnother = secondaryButton(tr("&Open another…"), QStringLiteral("open"));
    m_openAnother->setToolTip(tr("Choose a file with labelled rows"));
    m_chooseModel = primaryButton(tr("&Choose a model"), QStringLiteral("model"));
    m_chooseModel->setToolTip(tr("Go on with these rows"));
    m_search->setToolTip(tr("Shows the rows that hold this text in any column (Ctrl+F)"));
    m_search->setAccessibleName(tr("Find in rows"));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_search, m_openAnother, m_chooseModel}) {
        widget->hide();
        m_header->addAction(widget);
    }
    connect(m_openAnother, &QPushButton::clicked, this, &DataPage::chooseFile);
    connect(m_chooseModel, &QPushButton::clicked, this, &DataPage::modelRequested);
}

QWidget* DataPage::buildEmpty()
{
    auto* button = primaryButton(tr("&Open CSV…"), QStringLiteral("open"), ButtonSize::Pane);
    button->setToolTip(tr("Choose a file with labelled rows"));
    connect(button, &QPushButton::clicked, this, &DataPage::chooseFile);
    return new EmptyState(QStringLiteral("data"), tr("No rows yet"),
        tr("A CSV file with a text and a label in each row; separator and columns are found for you."), button);
}

void DataPage::buildDesk()
{
    if (m_desk)
        return;
    m_desk = new DataDesk(&m_history);
    m_stack->addWidget(m_desk);
    m_desk->setLocked(m_locked);
    connect(m_desk, &DataDesk::dialectChosen, this, &DataPage::read);
    connect(m_desk, &DataDesk::roleChosen, this, &DataPage::setRole);
    connect(m_desk->split(), &SplitPane::settingsChanged, this, &DataPage::setSplit);
    connect(m_desk->problems(), &ProblemPane::failed, this, &DataPage::failed);
    connect(m_desk->problems(), &ProblemPane::saved, this, &DataPage::statusChanged);
    connect(m_desk->lengths(), &LengthPane::maximumChosen, this, [this](std::optional<int> tokens) {
        m_selection.maxLength = tokens;
        Q_EMIT maxLengthChosen(tokens);
    });
    m_desk->lengths()->set(m_selection.maxLength);
    connect(m_search, &QLineEdit::textChanged, m_desk->finder(), &RowFinder::search);
    connect(m_desk->finder(), &RowFinder::queryChanged, this, [this] { m_search->setText(m_desk->finder()->query().search); });
    m_mergeVariants = m_desk->labels()->mergeVariantsAction();
    connect(m_mergeVariants, &QAction::changed, this, &DataPage::offerActions);
}

/// What the Dataset menu offers.
void DataPage::buildActions()
{
    const auto add = [this](const QString& words, const QString& toolTip, auto done) {
        auto* action = new QAction(words, this);
        action->setToolTip(toolTip);
        connect(action, &QAction::triggered, this, done);
        addAction(action);
        m_ofRows << action;
        return action;
    };
    m_detect = add(tr("&Detect the file's format again"), tr("Forget what was chosen and look at the file again"),
        [this] { m_desk->dialect()->detectAgain(); });
    m_merge = add(tr("&Merge spellings of one label"),
        tr("Labels that differ only in case, blanks or how a number is written become one class"),
        [this] { m_mergeVariants->trigger(); });
    add(tr("Show &repeated rows"), tr("The rows whose text stands more than once"),
        [this] { m_desk->showRows(RowQuery::Only::Repeated); });
    add(tr("Show texts with different &labels"), tr("One of the labels is wrong, most likely"),
        [this] { m_desk->showRows(RowQuery::Only::Conflicting); });
    add(tr("Show &all rows"), tr("As they stand in the file"), [this] { m_desk->finder()->reset(); });
    add(tr("Save list of &problems…"), tr("All rows that cannot be used, with line and reason, as CSV"),
        [this] { m_desk->problems()->save(); });
    offerActions();
}

} // namespace attune::ui
