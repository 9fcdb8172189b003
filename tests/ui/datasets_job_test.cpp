// The main job on every data file of the reference pack, with the models of the pack in turn.

#include "core/engine/loader.h"
#include "tests/support/catch.h"
#include "tests/support/reference.h"
#include "tests/ui/window_actions.h"
#include "ui/checkpoint/model_page.h"
#include "ui/dataset/data_page.h"
#include "ui/dataset/label_list.h"
#include "ui/dataset/table_model.h"
#include "ui/frame/message_bar.h"
#include "ui/frame/rail.h"
#include "ui/frame/segmented_control.h"
#include "ui/frame/start_tile.h"
#include "ui/main_window.h"
#include "ui/plotting/chart.h"
#include "ui/plotting/chart_pane.h"
#include "ui/plotting/heatmap.h"
#include "ui/prediction/predict_page.h"
#include "ui/prediction/sentence_field.h"
#include "ui/training/number_box.h"
#include "ui/training/run_charts.h"
#include "ui/training/train_page.h"
#include "ui/words.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>

#include <iostream>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int kPatience = 20'000;      // ms
constexpr int kTrainingTime = 120'000; // ms; a second on an idle machine
constexpr std::size_t kSteps = 4;
constexpr int kLargestHiddenSize = 64; // of a model that learns in a blink

/// The pack's models that load and are small.
std::vector<std::filesystem::path> smallModels(const std::filesystem::path& pack)
{
    std::vector<std::filesystem::path> models;
    const auto listed = readJson(pack / "models/models.json");
    for (const auto& [name, facts] : listed.items()) {
        const auto directory = pack / "models" / name;
        if (facts.at("expected") == "loads" && readJson(directory / "config.json").at("hidden_size") <= kLargestHiddenSize)
            models.push_back(directory);
    }
    REQUIRE_FALSE(models.empty());
    return models;
}

std::size_t columnOf(const nlohmann::json& column, const std::vector<std::string>& columns)
{
    if (column.is_number())
        return column.get<std::size_t>();
    return std::size_t(std::find(columns.begin(), columns.end(), column.get<std::string>()) - columns.begin());
}

/// One window, from its start page to its end.
class Job {
public:
    Job()
    {
        m_window.resize(1280, 800);
        m_window.show();
        REQUIRE(QTest::qWaitForWindowExposed(&m_window));
    }

    void openData(const std::filesystem::path& file)
    {
        click(m_window.findChildren<ui::StartTile*>().front());
        chooseInDialog(m_window, ui::fromPath(file));
        REQUIRE(QTest::qWaitFor([&] { return the<ui::DataPage>().selection().ready(); }, kPatience));
        REQUIRE(m_window.page() == ui::MainWindow::Page::Data);
    }

    /// Rows, columns and classes are those of `golden`.
    void compareData(const nlohmann::json& golden)
    {
        const auto& selection = the<ui::DataPage>().selection();
        CHECK(std::size_t(the<ui::TableModel>().rowCount()) == golden["records"].get<std::size_t>() + golden["short_records_lines"].size());
        CHECK(selection.dataset->examples.size() == golden["records"].get<std::size_t>() - golden["empty_texts"].get<std::size_t>());
        CHECK(selection.roles.text == columnOf(golden["text_column"], selection.table->columns));
        CHECK(selection.roles.label == columnOf(golden["label_column"], selection.table->columns));
        std::map<std::string, std::size_t> counts;
        const auto& classes = the<ui::LabelModel>();
        for (int row = 0; row < classes.rowCount(); ++row)
            counts[classes.index(row).data().toString().toStdString()] = classes.index(row).data(ui::LabelModel::CountRole).toULongLong();
        CHECK(counts == golden["label_counts"].get<std::map<std::string, std::size_t>>());
    }

    void chooseModel(const std::filesystem::path& checkpoint)
    {
        click(button(m_window, QStringLiteral("Choose a model")));
        click(button(m_window, QStringLiteral("Open folder…")));
        chooseInDialog(m_window, ui::fromPath(checkpoint));
        const auto& page = the<ui::ModelPage>();
        REQUIRE(QTest::qWaitFor([&] { return page.chosen() && page.chosen()->directory == checkpoint; }, kPatience));
        click(button(m_window, QStringLiteral("Use this model")));
        REQUIRE(m_window.page() == ui::MainWindow::Page::Train);
    }

    /// A few steps; whatever comes of each is on the curves.
    void train()
    {
        auto& page = the<ui::TrainPage>();
        for (const auto& [option, value] : {std::pair{"max_steps", int(kSteps)}, {"eval_steps", int(kSteps) / 2}, {"max_seq_length", 32}})
            page.findChild<ui::NumberBox*>(QLatin1String(option))->setNumber(value);
        auto* train = page.findChild<QPushButton*>(QStringLiteral("train"));
        REQUIRE(QTest::qWaitFor([&] { return train->isEnabled(); }, kPatience)); // the engine is there
        click(train);
        REQUIRE(page.isTraining());
        REQUIRE(QTest::qWaitFor([&] { return !page.isTraining(); }, kTrainingTime));
        INFO(m_window.findChild<ui::MessageBar*>(QStringLiteral("messages"))->cause().toStdString());
        REQUIRE(page.phase() == ui::RunPhase::Ended);

        const auto& charts = the<ui::RunCharts>();
        for (auto* pane : {charts.lossPane(), charts.accuracyPane()})
            pane->chart()->replotNow();
        CHECK(charts.lossLines().raw->data()->size() == int(kSteps));
        CHECK(charts.lossLines().validation->data()->size() == 2);
        CHECK(charts.accuracyLines().validation->data()->size() == 2);
    }

    /// The label of `text`, once a label and a map of the attention have appeared.
    std::string predict(const std::string& text)
    {
        click(the<ui::Rail>().item(int(ui::MainWindow::Page::Predict)));
        auto& page = the<ui::PredictPage>();
        auto* sentence = page.findChild<ui::SentenceField*>();
        click(sentence);
        QApplication::clipboard()->setText(QString::fromStdString(text));
        QTest::keyClick(sentence, Qt::Key_V, Qt::ControlModifier);
        const auto* label = page.findChild<QLabel*>(QStringLiteral("label"));
        const auto* heatmap = page.findChild<ui::Heatmap*>();
        REQUIRE(QTest::qWaitFor([&] { return label->isVisible() && !label->text().isEmpty() && heatmap->matrix().rows.count() > 2; }, kPatience));
        page.findChild<ui::SegmentedControl*>(QStringLiteral("units"))->setCurrent(1); // pieces: attention as the model has it
        const ui::HeatMatrix& shown = heatmap->matrix();
        for (std::size_t from = 0; from < shown.rows.count(); ++from) {
            double sum = 0;
            for (std::size_t to = 0; to < shown.columns.count(); ++to)
                sum += double(shown.at(from, to));
            CHECK(sum == Approx(1).margin(1e-4));
        }
        m_cells += shown.values.size();
        return label->text().toStdString();
    }

    /// Without a question, and with nothing wrong on the way.
    void close()
    {
        CHECK(m_window.findChild<ui::MessageBar*>(QStringLiteral("messages"))->cause().toStdString() == "");
        CHECK(m_window.close());
        CHECK(QTest::qWaitFor([&] { return !m_window.isVisible(); }, kPatience));
    }

    std::size_t cells() const { return m_cells; } ///< of the map of attention

private:
    template <class T> T& the()
    {
        auto* found = m_window.findChild<T*>();
        REQUIRE(found);
        return *found;
    }

    ui::MainWindow m_window;
    std::size_t m_cells = 0;
};

} // namespace

TEST_CASE("The six actions of the main job go through on every data file of the pack, by mouse and keys on the real engine")
{
    auto pack = referencePack("the main job on every data file");
    if (!pack)
        return;
    pack = std::filesystem::canonical(*pack); // as file dialogs name it
    REQUIRE(std::filesystem::exists(core::enginePath()));
    const auto models = smallModels(*pack);
    std::size_t files = 0, rows = 0, cells = 0;
    std::set<std::filesystem::path> tried;
    for (const auto& golden : readJson(*pack / "datasets/golden.json")) {
        const std::string file = golden["file"];
        const auto& model = models[files % models.size()];
        INFO(file << " with " << model.filename().string());
        Job job;
        job.openData(*pack / "datasets" / file);
        job.compareData(golden);
        job.chooseModel(model);
        job.train();
        const std::string label = job.predict(golden["first"]["text"]);
        CHECK(golden["label_counts"].contains(label));
        job.close();
        tried.insert(model);
        ++files;
        rows += golden["records"].get<std::size_t>();
        cells += job.cells();
    }
    std::cout << "the main job in the window: " << files << " files with " << rows << " rows, " << tried.size() << " models, " << files * kSteps
              << " steps on the curves, " << cells << " cells of attention" << std::endl;
    CHECK(files > 0);
}
