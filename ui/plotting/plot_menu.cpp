#include "ui/plotting/plot_menu.h"

#include "core/atomic_file.h"
#include "ui/plotting/plot_export.h"
#include "ui/words.h"

#include <QFileDialog>

namespace attune::ui {

PlotMenu::PlotMenu(QCustomPlot* plot, QWidget* parent)
    : QMenu(parent)
    , m_plot(plot)
{
    connect(addAction(tr("&Copy picture")), &QAction::triggered, this, [this] { copyPlot(*m_plot); });
    addSeparator();
    for (const auto& [text, ending] : {std::pair{tr("Save as &PNG…"), QStringLiteral("png")}, {tr("Save as &SVG…"), QStringLiteral("svg")},
             {tr("Save as P&DF…"), QStringLiteral("pdf")}, {tr("Save &values as CSV…"), QStringLiteral("csv")}})
        connect(addAction(text), &QAction::triggered, this, [this, end = ending] { chooseFile(end); });
    addSeparator();
    QAction* fit = addAction(tr("Show &everything"));
    fit->setShortcut(Qt::Key_Home);
    fit->setShortcutContext(Qt::WidgetShortcut);
    connect(fit, &QAction::triggered, this, &PlotMenu::fitRequested);
}

void PlotMenu::chooseFile(const QString& ending)
{
    auto* dialog = new QFileDialog(parentWidget(), tr("Save the chart"), {}, QStringLiteral("%1 (*.%2)").arg(ending.toUpper(), ending));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    connect(dialog, &QFileDialog::fileSelected, this, &PlotMenu::saveTo);
    dialog->open();
}

void PlotMenu::saveTo(const QString& file)
{
    const auto failure = attempt([&] {
        if (file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive))
            core::writeFileAtomically(toPath(file), m_csv ? m_csv().toStdString() : std::string());
        else
            savePlot(*m_plot, file);
    });
    if (failure)
        Q_EMIT failed(*failure);
}

} // namespace attune::ui
