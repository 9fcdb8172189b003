#include "ui/plotting/plot_menu.h"

#include "core/atomic_file.h"
#include "ui/plotting/picture.h"
#include "ui/plotting/plot_export.h"
#include "ui/words.h"

#include <QFileDialog>

namespace attune::ui {

PlotMenu::PlotMenu(QCustomPlot* plot, QWidget* parent)
    : QMenu(parent)
    , m_copy([plot] { copyPlot(*plot); })
    , m_save([plot](const QString& file) { savePlot(*plot, file); })
{
    addActions();
    offerFit(Qt::Key_Home);
}

PlotMenu::PlotMenu(std::function<Picture()> picture, QWidget* parent)
    : QMenu(parent)
    , m_copy([picture] { copyPicture(picture()); })
    , m_save([picture](const QString& file) { savePicture(picture(), file); })
{
    addActions();
}

void PlotMenu::addActions()
{
    connect(addAction(tr("&Copy picture")), &QAction::triggered, this, [this] { m_copy(); });
    addSeparator();
    for (const auto& [text, ending] : {std::pair{tr("Save as &PNG…"), QStringLiteral("png")}, {tr("Save as &SVG…"), QStringLiteral("svg")},
             {tr("Save as P&DF…"), QStringLiteral("pdf")}, {tr("Save &values as CSV…"), QStringLiteral("csv")}})
        connect(addAction(text), &QAction::triggered, this, [this, end = ending] { chooseFile(end); });
}

void PlotMenu::offerFit(const QKeySequence& key)
{
    addSeparator();
    QAction* fit = addAction(tr("Show &everything"));
    fit->setShortcut(key);
    fit->setShortcutContext(Qt::WidgetShortcut);
    connect(fit, &QAction::triggered, this, &PlotMenu::fitRequested);
}

void PlotMenu::chooseFile(const QString& ending)
{
    auto* dialog = new QFileDialog(parentWidget(), tr("Save the picture"), {}, QStringLiteral("%1 (*.%2)").arg(ending.toUpper(), ending));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    connect(dialog, &QFileDialog::fileSelected, this, &PlotMenu::saveTo);
    dialog->open();
}

void PlotMenu::saveTo(const QString& file)
{
    if (m_values && file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
        m_writer.run(
            [file, csv = m_values()](const BackgroundQueue::Job&) {
                core::writeFileAtomically(toPath(file), csv().toStdString());
                return true;
            },
            [this](const Outcome<bool>& outcome) {
                if (!outcome.value)
                    Q_EMIT failed(outcome.failure);
            });
        return;
    }
    if (const auto failure = attempt([&] { m_save(file); }))
        Q_EMIT failed(*failure);
}

} // namespace attune::ui
