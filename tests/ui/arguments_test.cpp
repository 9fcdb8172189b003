#include "core/hub/places.h"
#include "tests/support/catch.h"

#include <QProcess>
#include <QString>

using namespace attune;

namespace {

struct Ended {
    int code = -1;
    QString out, err;
};

/// Runs the program itself. Without a display unless `offscreen`.
Ended attuneWith(const QStringList& arguments, bool offscreen)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QLatin1String(name));
    if (offscreen)
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process.setProcessEnvironment(environment);
    process.start(QString::fromStdString((core::programDirectory() / "attune").string()), arguments);
    if (!process.waitForFinished(30'000))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

TEST_CASE("Help and version are told without a display")
{
    const Ended help = attuneWith({QStringLiteral("--help")}, false);
    CHECK(help.code == 0);
    CHECK(help.out.contains(QStringLiteral("[path]")));
    CHECK(help.out.contains(QStringLiteral("--time-first-paint")));
    const Ended version = attuneWith({QStringLiteral("--version")}, false);
    CHECK(version.code == 0);
    CHECK(version.out.startsWith(QStringLiteral("attune 0.")));
}

TEST_CASE("An option that there is not is named")
{
    const Ended ended = attuneWith({QStringLiteral("--no-such-thing")}, true);
    CHECK(ended.code == 1);
    CHECK(ended.err.contains(QStringLiteral("no-such-thing")));
}

TEST_CASE("The program tells how long its first paint took, and quits")
{
    const Ended ended = attuneWith({QStringLiteral("--time-first-paint")}, true);
    CHECK(ended.code == 0);
    const double milliseconds = ended.out.trimmed().toDouble();
    CHECK(milliseconds > 1);
    CHECK(milliseconds < 5000);
}
