#include "ui/frame/theme.h"

#include "ui/frame/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyleHints>
#include <QToolTip>

/// Linked in from a static library, resources must be asked for by name; the macro wants the global namespace.
static void initialiseResources() { Q_INIT_RESOURCE(attune); }

namespace attune::ui {

namespace {

    Colours light()
    {
        Colours c;
        c.window = QColor(0xF1F3F3);
        c.surface = QColor(0xFFFFFF);
        c.sunken = QColor(0xF7F9F9);
        c.hover = QColor(0xEBEFEF);
        c.field = QColor(0xFFFFFF);
        c.buttonFill = QColor(0xFFFFFF);
        c.separator = QColor(0xDCE1E2);
        c.buttonEdge = QColor(0xC2CACB);
        c.controlEdge = QColor(0x7C8886);
        c.text = QColor(0x1A2225);
        c.text2 = QColor(0x4A565B);
        c.text3 = QColor(0x5C686D);
        c.disabled = QColor(0x98A3A6);
        c.accent = QColor(0x0B6678);
        c.accentHover = QColor(0x08525F);
        c.onAccent = QColor(0xFFFFFF);
        c.selection = QColor(0xDCEEF1);
        c.error = QColor(0xB3261E);
        c.errorFill = QColor(0xFCECEA);
        c.warning = QColor(0x7F5300);
        c.warningFill = QColor(0xFDF2D8);
        c.warningMark = QColor(0xB97A00);
        c.info = QColor(0x1D5C9E);
        c.infoFill = QColor(0xE8F0FA);
        c.good = QColor(0x1B7046);
        c.goodFill = QColor(0xE4F3EA);
        c.grid = QColor(0xE9EDED);
        c.axis = QColor(0x9AA5A7);
        c.baseline = QColor(0x6B777C);
        c.series = {QColor(0x0B7285), QColor(0xB23F0B), QColor(0x5A2E91), QColor(0x86124F), QColor(0x988717), QColor(0x3F94D4)};
        return c;
    }

    Colours dark()
    {
        Colours c;
        c.window = QColor(0x16191B);
        c.surface = QColor(0x1D2224);
        c.sunken = QColor(0x191D1F);
        c.hover = QColor(0x262C2F);
        c.field = QColor(0x15191A);
        c.buttonFill = QColor(0x262C2F);
        c.separator = QColor(0x2C3336);
        c.buttonEdge = QColor(0x434C50);
        c.controlEdge = QColor(0x78848A);
        c.text = QColor(0xE7EBEC);
        c.text2 = QColor(0xAEB8BC);
        c.text3 = QColor(0x98A3A8);
        c.disabled = QColor(0x626C71);
        c.accent = QColor(0x56BDCE);
        c.accentHover = QColor(0x74CEDC);
        c.onAccent = QColor(0x05262C);
        c.selection = QColor(0x173A41);
        c.error = QColor(0xFF8A80);
        c.errorFill = QColor(0x3A1F1E);
        c.warning = QColor(0xEBB64C);
        c.warningFill = QColor(0x352A14);
        c.warningMark = QColor(0xEBB64C);
        c.info = QColor(0x82B5F0);
        c.infoFill = QColor(0x1B2B3E);
        c.good = QColor(0x6CCB95);
        c.goodFill = QColor(0x17301F);
        c.grid = QColor(0x272D30);
        c.axis = QColor(0x566166);
        c.baseline = QColor(0x8B969B);
        c.series = {QColor(0x4FB7C9), QColor(0xE07B1A), QColor(0x8D7AE8), QColor(0xAD6C8B), QColor(0xCBC75A), QColor(0x9CD2FB)};
        return c;
    }

    const Colours& coloursOf(bool isDarkTheme)
    {
        static const Colours kLight = light();
        static const Colours kDark = dark();
        return isDarkTheme ? kDark : kLight;
    }

    bool systemIsDark(QApplication& application)
    {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
        if (const auto scheme = application.styleHints()->colorScheme(); scheme != Qt::ColorScheme::Unknown)
            return scheme == Qt::ColorScheme::Dark;
#endif
        application.setPalette(QPalette()); // back to the desktop's own
        return isDark(application.palette());
    }

} // namespace

QPalette paletteOf(bool isDarkTheme)
{
    const Colours& c = coloursOf(isDarkTheme);
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, const QColor& colour) { palette.setColor(role, colour); };
    set(QPalette::Window, c.window);
    set(QPalette::WindowText, c.text);
    set(QPalette::Base, c.surface);
    set(QPalette::AlternateBase, c.sunken);
    set(QPalette::Text, c.text);
    set(QPalette::PlaceholderText, c.text3);
    set(QPalette::Button, c.buttonFill);
    set(QPalette::ButtonText, c.text);
    set(QPalette::BrightText, c.error);
    set(QPalette::Light, c.surface);
    set(QPalette::Midlight, c.hover);
    set(QPalette::Mid, c.separator);
    set(QPalette::Dark, c.controlEdge);
    set(QPalette::Shadow, QColor(0, 0, 0));
    set(QPalette::Highlight, c.accent);
    set(QPalette::HighlightedText, c.onAccent);
    set(QPalette::Link, c.accent);
    set(QPalette::LinkVisited, c.accent);
    set(QPalette::ToolTipBase, c.text);
    set(QPalette::ToolTipText, c.surface);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText, QPalette::Link})
        palette.setColor(QPalette::Disabled, role, c.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Button, c.surface);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.separator);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, c.disabled);
    return palette;
}

void applyTheme(QApplication& application, Appearance appearance)
{
    initialiseResources();
    if (!qobject_cast<Style*>(QApplication::style()))
        QApplication::setStyle(new Style);
    const bool isDarkTheme = appearance == Appearance::System ? systemIsDark(application) : appearance == Appearance::Dark;
    const QPalette palette = paletteOf(isDarkTheme);

    QFont body = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    body.setPixelSize(13);
    QApplication::setFont(body);
    QApplication::setPalette(palette);

    // Fields are darker than the surface they stand on.
    // What is locked is still read: its ground says that it is locked.
    QPalette choice = palette;
    for (const auto role : {QPalette::Text, QPalette::ButtonText, QPalette::WindowText})
        choice.setColor(QPalette::Disabled, role, coloursOf(isDarkTheme).text3);
    QApplication::setPalette(choice, "QComboBox");
    QPalette field = choice;
    field.setColor(QPalette::Base, coloursOf(isDarkTheme).field);
    field.setColor(QPalette::Disabled, QPalette::Base, coloursOf(isDarkTheme).sunken);
    for (const char* type : {"QLineEdit", "QAbstractSpinBox"})
        QApplication::setPalette(field, type);
    QToolTip::setPalette(palette);
    QToolTip::setFont(font(Type::Secondary));
}

const Colours& colours(const QPalette& palette) { return coloursOf(isDark(palette)); }

bool isDark(const QPalette& palette) { return palette.color(QPalette::Active, QPalette::Window).lightness() < 128; }

QFont font(Type type)
{
    QFont result = QApplication::font();
    const auto set = [&](int pixels, QFont::Weight weight = QFont::Normal) {
        result.setPixelSize(pixels);
        result.setWeight(weight);
    };
    switch (type) {
    case Type::Caption: set(11); break;
    case Type::Secondary: set(12); break;
    case Type::Body: set(13); break;
    case Type::PaneTitle: set(13, QFont::DemiBold); break;
    case Type::PageTitle: set(15, QFont::DemiBold); break;
    case Type::Metric: set(20, QFont::DemiBold); break;
    case Type::Display: set(28, QFont::DemiBold); break;
    }
    return result;
}

} // namespace attune::ui
