#include "app/process_age.h"
#include "core/engine/loader.h"
#include "core/hub/places.h"
#include "ui/frame/settings.h"
#include "ui/main_window.h"
#include "ui/words.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>

namespace {

QString words(const char* text) { return QCoreApplication::translate("main", text); }

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication::setOrganizationName(QStringLiteral("Attune"));
    QCoreApplication::setApplicationName(QStringLiteral("attune"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ATTUNE_VERSION));
    attune::core::prepareProcess(attune::ui::settings::threadsToUse()); // before any thread, and the GUI toolkit starts some
    attune::core::useRunsDirectory(attune::ui::toPath(attune::ui::settings::runsDirectory()));

    QCommandLineParser parser;
    parser.setApplicationDescription(words("Fine-tunes BERT for text classification, in one window."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption timing(QStringLiteral("time-first-paint"),
        words("Print the milliseconds from the start of the process to the first painted window, and quit."));
    parser.addOption(timing);
    parser.addPositionalArgument(QStringLiteral("path"), words("A CSV file, a checkpoint folder or a run to open."), QStringLiteral("[path]"));
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    parser.parse(arguments);
    if (parser.isSet(help) || parser.isSet(version)) {
        const QCoreApplication withoutDisplay(argc, argv);
        parser.process(withoutDisplay);
    }

    QApplication application(argc, argv);
    parser.process(application);
    attune::ui::applyTheme(application, attune::ui::settings::appearance());
    QApplication::setWindowIcon(attune::ui::icon(QStringLiteral("attune")));
    QApplication::setDesktopFileName(QStringLiteral("attune"));

    attune::ui::MainWindow window;
    if (parser.isSet(timing))
        QObject::connect(&window, &attune::ui::MainWindow::firstPainted, &application, [] {
            std::printf("%.0f\n", attune::processAge());
            QCoreApplication::quit();
        });
    window.show();
    if (const QStringList paths = parser.positionalArguments(); !paths.isEmpty())
        window.open(paths.front());
    else if (attune::ui::settings::restoresSession())
        window.restoreSession();
    return QApplication::exec();
}
