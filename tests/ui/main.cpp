#if ATTUNE_CATCH_VERSION < 3
#define CATCH_CONFIG_RUNNER
#endif
#include "core/engine/loader.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"
#include "ui/frame/theme.h"

#include <QApplication>

/// The window's tests need no display and touch neither the settings nor the runs of whoever runs them.
int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const attune::test::TemporaryDirectory home;
    qputenv("XDG_DATA_HOME", (home / "data").c_str());
    qputenv("XDG_CONFIG_HOME", (home / "config").c_str());
    qputenv("HF_HUB_CACHE", (home / "hub").c_str());
    attune::core::prepareProcess();

    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Attune"));
    QCoreApplication::setApplicationName(QStringLiteral("attune"));
    attune::ui::applyTheme(application, attune::ui::Appearance::Light);
    return Catch::Session().run(argc, argv);
}
