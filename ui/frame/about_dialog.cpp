#include "ui/frame/about_dialog.h"

#include "ui/frame/buttons.h"
#include "ui/frame/pane.h"
#include "ui/frame/text_label.h"

#include <QApplication>
#include <QHBoxLayout>

namespace attune::ui {

namespace {

    struct Part {
        const char* name;
        const char* licence;
    };

    constexpr Part kParts[] = {
        {"Qt " QT_VERSION_STR, "LGPL-3.0"},
        {"LibTorch", "BSD-3-Clause"},
        {"QCustomPlot", "GPL-3.0-or-later"},
        {"nlohmann/json", "MIT"},
        {"CLI11", "BSD-3-Clause"},
        {"utf8proc", "MIT"},
        {"Catch2 (tests only)", "BSL-1.0"},
        {"Sample reviews and starter model", QT_TRANSLATE_NOOP("attune::ui::AboutDialog", "made for Attune, GPL-3.0-or-later")},
        {"all-MiniLM-L6-v2 (fetched, not bundled)", "Apache-2.0"},
    };

} // namespace

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("About Attune"));
    auto* mark = new QLabel;
    mark->setPixmap(icon(QStringLiteral("attune")).pixmap(QSize(64, 64), devicePixelRatioF()));
    auto* heading = new QVBoxLayout;
    heading->setSpacing(2);
    heading->addStretch(1);
    heading->addWidget(new TextLabel(tr("Attune %1").arg(QApplication::applicationVersion()), Type::Metric));
    heading->addWidget(new TextLabel(tr("Fine-tunes BERT on this computer. Nothing leaves it."), Type::Body, &Colours::text2));
    heading->addStretch(1);
    auto* top = new QHBoxLayout;
    top->setSpacing(16);
    top->addWidget(mark);
    top->addLayout(heading, 1);

    auto* licence = new TextLabel(tr("Free software under the GNU General Public License, version 3 or later, without any warranty."));
    licence->setWordWrap(true);
    auto* parts = new QGridLayout;
    parts->setHorizontalSpacing(24);
    parts->setVerticalSpacing(4);
    int row = 0;
    for (const Part& part : kParts) {
        parts->addWidget(new TextLabel(QString::fromUtf8(part.name), Type::Secondary), row, 0);
        parts->addWidget(new TextLabel(tr(part.licence), Type::Secondary, &Colours::text2), row, 1);
        ++row;
    }
    parts->setColumnStretch(1, 1);

    auto* close = secondaryButton(tr("Close"));
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addLayout(top);
    column->addWidget(licence);
    column->addWidget(new Separator);
    column->addWidget(new TextLabel(tr("Made with"), Type::PaneTitle));
    column->addLayout(parts);
    column->addWidget(close, 0, Qt::AlignRight);
    column->setSizeConstraint(QLayout::SetFixedSize);
    setMinimumWidth(440);
}

} // namespace attune::ui
