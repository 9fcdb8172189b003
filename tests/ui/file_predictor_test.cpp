#include "tests/support/catch.h"
#include "tests/ui/window_driver.h"
#include "tests/support/reference.h"
#include "ui/note.h"
#include "ui/prediction/predict_file_dialog.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/source_box.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

#include <fstream>

using namespace attune;
using namespace attune::test;
using Page = ui::MainWindow::Page;

namespace {

constexpr int kPatience = 10'000; // ms

QStringList linesOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

/// A window with a trained model open, and the dialog over it.
struct OpenDialog {
    explicit OpenDialog(FakeBehaviour behaviour = {}, bool training = false)
        : driver(behaviour)
    {
        driver.window().open(QString::fromStdString((dataDirectory() / "classifier-safetensors").string()));
        REQUIRE(QTest::qWaitFor([&] { return driver.the<ui::SourceBox>().count() == 1; }, kPatience));
        if (training)
            driver.startTraining();
        driver.window().showPage(Page::Predict);
        QTest::mouseClick(driver.window().findChild<QPushButton*>(QStringLiteral("predictFile")), Qt::LeftButton);
        dialog = driver.window().findChild<ui::PredictFileDialog*>();
        REQUIRE(dialog);
    }
    QString write(const char* name, const std::string& text)
    {
        const auto path = directory / name;
        std::ofstream(path) << text;
        return QString::fromStdString(path.string());
    }
    QPushButton* button(const char* name) { return dialog->findChild<QPushButton*>(QLatin1String(name)); }
    void choose(const QString& file)
    {
        dialog->setInput(file);
        REQUIRE(QTest::qWaitFor([&] { return button("start")->isEnabled(); }, kPatience));
    }

    TemporaryDirectory directory;
    WindowDriver driver;
    ui::PredictFileDialog* dialog = nullptr;
};

} // namespace

TEST_CASE("A CSV goes in and comes out with a prediction in each row")
{
    OpenDialog open;
    const QString file = open.write("asks.csv", "id,review\n1,The kettle is quiet\n2,\"It hums, loudly\"\n3,It leaks\n");
    open.choose(file);
    CHECK(open.dialog->findChild<QComboBox*>(QStringLiteral("textColumn"))->currentText() == QStringLiteral("review"));
    const QString output = open.dialog->findChild<QLineEdit*>(QStringLiteral("output"))->text();
    CHECK(output.endsWith(QStringLiteral("asks-predictions.csv")));
    QTest::mouseClick(open.button("start"), Qt::LeftButton);
    CHECK(open.dialog->isRunning());
    REQUIRE(QTest::qWaitFor([&] { return !open.dialog->isRunning(); }, kPatience));
    const QStringList lines = linesOf(output);
    REQUIRE(lines.size() == 4);
    CHECK(lines[0].startsWith(QStringLiteral("id,review,prediction,probability")));
    CHECK(lines[2].startsWith(QStringLiteral("2,\"It hums, loudly\",positive,0.75")));
    CHECK(open.driver.engine().predictedTexts().size() == 3);
}

TEST_CASE("Predictions replace a file that is there only where the user says so")
{
    OpenDialog open;
    const QString kept = open.write("asks-predictions.csv", "what was there\n");
    open.choose(open.write("asks.csv", "id,review\n1,The kettle is quiet\n"));
    REQUIRE(open.dialog->findChild<QLineEdit*>(QStringLiteral("output"))->text() == kept);
    const auto answer = [&](const char* word) {
        QTest::mouseClick(open.button("start"), Qt::LeftButton);
        auto* question = open.dialog->findChild<QMessageBox*>(QStringLiteral("replaceQuestion"));
        REQUIRE(question);
        CHECK(question->text() == QStringLiteral("asks-predictions.csv exists already. Replace it?"));
        for (QAbstractButton* button : question->buttons())
            if (button->text().remove(QLatin1Char('&')) == QLatin1String(word))
                return QTest::mouseClick(button, Qt::LeftButton);
        FAIL("no button " << word);
    };
    answer("Keep it");
    CHECK_FALSE(open.dialog->isRunning());
    CHECK(linesOf(kept) == QStringList(QStringLiteral("what was there")));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // the question is gone
    answer("Replace");
    REQUIRE(QTest::qWaitFor([&] { return !open.dialog->isRunning() && linesOf(kept).size() == 2; }, kPatience));
    CHECK(linesOf(kept)[0].startsWith(QStringLiteral("id,review,prediction")));
}

TEST_CASE("A file is predicted while a training runs, and questions are answered meanwhile")
{
    OpenDialog open({.steps = 100000, .evalSteps = 100000, .stepTime = std::chrono::milliseconds(5)}, true);
    std::string text = "review\n";
    for (int i = 0; i < 3000; ++i)
        text += "row " + std::to_string(i) + "\n";
    open.choose(open.write("long.csv", text));
    const int before = open.driver.engine().stepsMade;
    QTest::mouseClick(open.button("start"), Qt::LeftButton);
    REQUIRE(QTest::qWaitFor([&] { return !open.dialog->isRunning(); }, kPatience));
    CHECK(open.driver.engine().stepsMade > before + 5); // the training had its turns
    CHECK(linesOf(open.dialog->findChild<QLineEdit*>(QStringLiteral("output"))->text()).size() == 3001);
}

TEST_CASE("A cancelled prediction leaves no file")
{
    OpenDialog open({.steps = 100000, .evalSteps = 100000, .stepTime = std::chrono::milliseconds(20)}, true);
    std::string text = "review\n";
    for (int i = 0; i < 20'000; ++i)
        text += "row " + std::to_string(i) + "\n";
    open.choose(open.write("long.csv", text));
    QTest::mouseClick(open.button("start"), Qt::LeftButton);
    QTest::qWait(200);
    REQUIRE(open.dialog->isRunning());
    QTest::mouseClick(open.button("cancel"), Qt::LeftButton);
    REQUIRE(QTest::qWaitFor([&] { return !open.dialog->isRunning(); }, kPatience));
    CHECK_FALSE(QFile::exists(open.dialog->findChild<QLineEdit*>(QStringLiteral("output"))->text()));
}

TEST_CASE("A file that is none says so, and nothing can be started")
{
    OpenDialog open;
    open.dialog->setInput(QStringLiteral("/nowhere/at-all.csv"));
    QTest::qWait(200);
    CHECK_FALSE(open.button("start")->isEnabled());
    QStringList words;
    for (const QLabel* label : open.dialog->findChildren<QLabel*>())
        words.append(label->text());
    CHECK(words.join(QLatin1Char(' ')).contains(QStringLiteral("at-all.csv")));
}

TEST_CASE("That the model in training changes is said while it is chosen, and no longer")
{
    OpenDialog open;
    const auto* note = open.dialog->findChild<ui::Note*>();
    REQUIRE(note);
    CHECK(note->isHidden()); // a saved model is chosen from the beginning
    open.dialog->setModel({ui::PredictionSource::Kind::InTraining, {}}, QStringLiteral("The model in training"));
    CHECK(note->isVisible());
    CHECK(note->text() == QStringLiteral("The model in training changes with every step."));
    open.dialog->setInput(open.write("asks.csv", "id,review\n1,The kettle is quiet\n"));
    REQUIRE(QTest::qWaitFor([&] { return open.dialog->findChild<QComboBox*>(QStringLiteral("textColumn"))->isEnabled(); }, kPatience));
    CHECK(note->isVisible());
    CHECK_FALSE(open.button("start")->isEnabled());
    open.dialog->setModel({ui::PredictionSource::Kind::Checkpoint, QStringLiteral("/models/saved")}, QStringLiteral("saved"));
    CHECK(note->isHidden());
    CHECK(open.button("start")->isEnabled());
}
