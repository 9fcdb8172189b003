#include "tests/support/catch.h"
#include "tests/ui/window_driver.h"
#include "ui/frame/buttons.h"
#include "ui/frame/rail.h"
#include "ui/frame/text_label.h"
#include "ui/frame/theme.h"

#include <QApplication>
#include <QDir>
#include <QImage>

#include <algorithm>
#include <cmath>

using namespace attune;
using namespace attune::test;
using ui::Appearance;

namespace {

struct RoleToken {
    QPalette::ColorRole role;
    QRgb light, dark;
};

/// The table of the visual standard, where it names a role.
constexpr RoleToken kRoles[] = {
    {QPalette::Window, 0xF1F3F3, 0x16191B},
    {QPalette::Base, 0xFFFFFF, 0x1D2224},
    {QPalette::AlternateBase, 0xF7F9F9, 0x191D1F},
    {QPalette::Midlight, 0xEBEFEF, 0x262C2F},
    {QPalette::Button, 0xFFFFFF, 0x262C2F},
    {QPalette::Mid, 0xDCE1E2, 0x2C3336},
    {QPalette::Dark, 0x7C8886, 0x78848A},
    {QPalette::Text, 0x1A2225, 0xE7EBEC},
    {QPalette::PlaceholderText, 0x5C686D, 0x98A3A8},
    {QPalette::Highlight, 0x0B6678, 0x56BDCE},
    {QPalette::Link, 0x0B6678, 0x56BDCE},
    {QPalette::HighlightedText, 0xFFFFFF, 0x05262C},
};

double luminance(const QColor& colour)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

/// The look as it was before, whatever a test does.
struct KeepLight {
    ~KeepLight() { ui::applyTheme(*qApp, Appearance::Light); }
};

QColor strongest(const QImage& image, const QColor& ground)
{
    QColor found = ground;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (const QColor colour = image.pixelColor(x, y); contrast(colour, ground) > contrast(found, ground))
                found = colour;
    return found;
}

} // namespace

TEST_CASE("Both palettes carry the values of the visual standard")
{
    for (const RoleToken& token : kRoles) {
        CAPTURE(int(token.role));
        CHECK(ui::paletteOf(false).color(QPalette::Active, token.role) == QColor(token.light));
        CHECK(ui::paletteOf(true).color(QPalette::Active, token.role) == QColor(token.dark));
        CHECK(ui::paletteOf(true).color(QPalette::Inactive, token.role) == QColor(token.dark));
    }
    CHECK(ui::paletteOf(false).color(QPalette::Disabled, QPalette::Text) == QColor(0x98A3A6));
    CHECK(ui::paletteOf(true).color(QPalette::Disabled, QPalette::Text) == QColor(0x626C71));
}

TEST_CASE("Text can be read and edges can be seen on every ground of both palettes")
{
    for (const bool dark : {false, true}) {
        const ui::Colours& c = ui::colours(ui::paletteOf(dark));
        CAPTURE(dark);
        for (const QColor& ground : {c.window, c.surface, c.sunken, c.hover, c.selection})
            for (const QColor& ink : {c.text, c.text2, c.text3})
                CHECK(contrast(ink, ground) >= 4.6);
        CHECK(contrast(c.onAccent, c.accent) >= 4.7);
        CHECK(contrast(c.error, c.errorFill) >= 4.7);
        CHECK(contrast(c.warning, c.warningFill) >= 4.7);
        CHECK(contrast(c.info, c.infoFill) >= 4.7);
        CHECK(contrast(c.good, c.goodFill) >= 4.7);
        CHECK(contrast(c.controlEdge, c.surface) >= 3.2);
        for (const QColor& series : c.series)
            CHECK(contrast(series, c.surface) >= 3.0);
    }
}

TEST_CASE("A change of appearance reaches a window that is open")
{
    const KeepLight keep;
    WindowDriver driver;
    auto& rail = driver.the<ui::Rail>();
    const auto ground = [&] { return rail.grab().toImage().pixelColor(80, rail.height() - 20); };
    for (const auto& [appearance, colour] : {std::pair{Appearance::Dark, QColor(0x16191B)}, std::pair{Appearance::Light, QColor(0xF1F3F3)}}) {
        ui::applyTheme(*qApp, appearance);
        QCoreApplication::processEvents();
        CHECK(ground() == colour);
    }
}

TEST_CASE("Labels, icons and buttons take their ink from the palette in force")
{
    const KeepLight keep;
    ui::TextLabel label(QStringLiteral("IIII"), ui::Type::Display, &ui::Colours::accent);
    const QIcon icon = ui::icon(QStringLiteral("stop"));
    for (const bool dark : {false, true}) {
        ui::applyTheme(*qApp, dark ? Appearance::Dark : Appearance::Light);
        QCoreApplication::processEvents();
        const ui::Colours& c = ui::colours(QApplication::palette());
        CAPTURE(dark);
        CHECK(label.palette().color(QPalette::WindowText) == c.accent);
        CHECK(icon.pixmap(20, 20).toImage().pixelColor(10, 10) == c.text);
        CHECK(icon.pixmap(20, 20, QIcon::Disabled).toImage().pixelColor(10, 10) == c.disabled);
        const std::unique_ptr<QPushButton> primary(ui::primaryButton(QStringLiteral("Train")));
        primary->resize(primary->sizeHint());
        const QImage image = primary->grab().toImage();
        CHECK(image.pixelColor(image.width() / 2, 4) == c.accent);
        CHECK(contrast(strongest(image, c.accent), c.accent) > 3);
    }
}

TEST_CASE("Every icon draws something")
{
    const QStringList names = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
    CHECK(names.size() > 20);
    for (const QString& name : names) {
        CAPTURE(name.toStdString());
        for (const int size : {14, 16, 20, 40}) {
            const QImage image = ui::icon(name.chopped(4), Qt::black).pixmap(size, size).toImage();
            int painted = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    painted += image.pixelColor(x, y).alpha() > 100;
            CHECK(painted > 4);
            CHECK(painted < size * size);
        }
    }
}
