// How long the views of attention take: of a base model (12 layers of 12 heads) and a text of 512 tokens.

#include "core/engine/attention_reading.h"
#include "ui/comparing/compared_maps.h"
#include "ui/explaining/attention_lines.h"
#include "ui/explaining/head_grid.h"
#include "ui/plotting/heatmap.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>

#include <benchmark/benchmark.h>

#include <cmath>
#include <map>
#include <random>

using namespace attune;

namespace {

constexpr std::size_t kLayers = 12, kHeads = 12;

/// Rows that sum to 1, some of them sharp and some flat; made once.
const core::AttentionMaps& maps(std::size_t tokens)
{
    static std::map<std::size_t, core::AttentionMaps> made;
    core::AttentionMaps& result = made[tokens];
    if (result.tokens > 0)
        return result;
    result = {kLayers, kHeads, tokens, std::vector<float>(kLayers * kHeads * tokens * tokens)};
    std::mt19937 random(7);
    std::uniform_real_distribution<float> noise(0, 1);
    for (std::size_t row = 0; row < kLayers * kHeads * tokens; ++row) {
        float* shares = result.values.data() + row * tokens;
        float sum = 0;
        for (std::size_t to = 0; to < tokens; ++to)
            sum += shares[to] = std::pow(noise(random), float(1 + row % 9));
        for (std::size_t to = 0; to < tokens; ++to)
            shares[to] /= sum;
    }
    return result;
}

std::vector<core::Token> tokensOf(std::size_t count)
{
    std::vector<core::Token> tokens;
    for (std::size_t i = 0; i < count; ++i)
        tokens.push_back({"token", 5, {std::uint32_t(6 * i), std::uint32_t(6 * i + 5)}});
    return tokens;
}

/// As on the screen, without the screen.
void paint(QWidget& widget)
{
    static QImage screen;
    if (screen.size() != widget.size())
        screen = QImage(widget.size(), QImage::Format_RGB32);
    widget.render(&screen);
}

ui::HeatMatrix matrixOf(const core::AttentionStore& store)
{
    ui::HeatMatrix matrix;
    for (std::size_t i = 0; i < store.tokens(); ++i)
        matrix.rows.names.append(QStringLiteral("token%1").arg(i));
    matrix.columns = matrix.rows;
    matrix.values.resize(store.tokens() * store.tokens());
    store.add(5, 3, 1, matrix.values);
    return matrix;
}

/// From the values in the worker's hands to the painted grid: what is kept is made of them, thumbnails with it.
void drawGrid(benchmark::State& state)
{
    const core::AttentionMaps& values = maps(std::size_t(state.range(0)));
    ui::HeadGrid grid;
    grid.resize(575, 575); // 42 pixels a thumbnail
    double keeping = 0;
    for (auto _ : state) {
        QElapsedTimer timer;
        timer.start();
        auto store = std::make_shared<const core::AttentionStore>(values);
        keeping += double(timer.nsecsElapsed()) / 1e6;
        grid.setAttention(std::move(store));
        paint(grid);
    }
    state.counters["ms_of_it_in_the_worker"] = benchmark::Counter(keeping, benchmark::Counter::kAvgIterations);
}

/// As while the mouse drags the map, at several sizes of a cell.
void panHeatmap(benchmark::State& state)
{
    ui::Heatmap heatmap;
    heatmap.resize(560, 480);
    heatmap.setMatrix(matrixOf(core::AttentionStore(maps(std::size_t(state.range(0))))), ui::HeatScale::shares());
    heatmap.zoomAt(heatmap.area().center(), double(state.range(1)));
    bool back = false;
    for (auto _ : state) {
        heatmap.panBy({back ? 7.0 : -7.0, back ? 5.0 : -5.0});
        back = !back;
        paint(heatmap);
    }
    state.counters["pixels_of_a_cell"] = heatmap.places().cell;
}

/// The same with two models' maps and their difference, as a window of 1280 x 800 shows them.
void panCompared(benchmark::State& state)
{
    const ui::HeatMatrix matrix = matrixOf(core::AttentionStore(maps(std::size_t(state.range(0)))));
    ui::ComparedMaps compared;
    compared.resize(784, 380);
    compared.show({QStringLiteral("before"), {}, matrix}, {QStringLiteral("after"), {}, matrix}, ui::ComparedMaps::Difference{matrix, ui::HeatScale::differences(1)});
    compared.zoomAt(compared.places(1).view.center(), double(state.range(1)));
    bool back = false;
    for (auto _ : state) {
        compared.panBy({back ? 7.0 : -7.0, back ? 5.0 : -5.0});
        back = !back;
        paint(compared);
    }
    state.counters["pixels_of_a_cell"] = compared.places(1).cell;
}

/// As while the wheel turns.
void zoomHeatmap(benchmark::State& state)
{
    ui::Heatmap heatmap;
    heatmap.resize(560, 480);
    heatmap.setMatrix(matrixOf(core::AttentionStore(maps(std::size_t(state.range(0))))), ui::HeatScale::shares());
    int step = 0;
    for (auto _ : state) {
        heatmap.zoomAt(heatmap.area().center(), step++ % 40 < 20 ? 1.25 : 0.8);
        paint(heatmap);
    }
}

/// The mouse goes over the words: lines and labels anew.
void pointInLines(benchmark::State& state)
{
    ui::AttentionLines lines;
    lines.setMatrix(matrixOf(core::AttentionStore(maps(std::size_t(state.range(0))))));
    lines.resize(270, lines.sizeHint().height());
    std::size_t row = 0;
    for (auto _ : state) {
        lines.setSpot({row++ % std::size_t(state.range(0)), {}}, false);
        paint(lines);
    }
}

/// All heads of all layers at once, in the background.
void readSeveral(benchmark::State& state)
{
    const core::AttentionStore store(maps(512));
    const auto tokens = tokensOf(512);
    core::AttentionChoice choice;
    choice.reading = core::AttentionChoice::Reading(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(core::readAttention(store, tokens, choice));
}

BENCHMARK(drawGrid)->Name("attention/grid")->Arg(20)->Arg(512)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(panHeatmap)->Name("attention/pan")->Args({512, 1})->Args({512, 4})->Args({512, 25})->Unit(benchmark::kMillisecond);
BENCHMARK(panCompared)->Name("comparison/pan")->Args({512, 1})->Args({512, 4})->Args({512, 25})->Unit(benchmark::kMillisecond);
BENCHMARK(zoomHeatmap)->Name("attention/zoom")->Arg(512)->Unit(benchmark::kMillisecond);
BENCHMARK(pointInLines)->Name("attention/lines")->Arg(40)->Arg(512)->Unit(benchmark::kMillisecond);
BENCHMARK(readSeveral)
    ->Name("attention/all")
    ->ArgName("reading")
    ->Arg(int(core::AttentionChoice::Reading::Mean))
    ->Arg(int(core::AttentionChoice::Reading::Maximum))
    ->Arg(int(core::AttentionChoice::Reading::Rollout))
    ->Unit(benchmark::kMillisecond);

} // namespace
