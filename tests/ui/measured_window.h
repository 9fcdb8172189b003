#pragma once

#include "tests/support/catch.h"
#include "tests/ui/window_driver.h"
#include "ui/dataset/data_page.h"
#include "ui/evaluation/evaluate_page.h"
#include "ui/evaluation/row_model.h"
#include "ui/evaluation/rows_pane.h"
#include "ui/evaluation/rows_table.h"

#include <QPushButton>

namespace attune::test {

/// A window in which a training has ended and its best model is measured.
struct Measured {
    Measured()
    {
        driver.startTraining();
        REQUIRE(QTest::qWaitFor([this] { return page().evaluation() && !page().busy(); }, 10'000));
        driver.window().showPage(ui::MainWindow::Page::Evaluate);
    }
    ui::EvaluatePage& page() { return driver.the<ui::EvaluatePage>(); }
    ui::RowsPane& rows() { return driver.the<ui::RowsPane>(); }
    QPushButton& button(const char* name) { return *page().findChild<QPushButton*>(QString::fromLatin1(name)); }
    std::filesystem::path file() { return driver.the<ui::DataPage>().selection().table->file; }
    void chooseRow(int row)
    {
        QTest::mouseClick(rows().table()->viewport(), Qt::LeftButton, {},
            rows().table()->visualRect(rows().model().index(row, int(ui::RowColumn::Text))).center());
    }

    WindowDriver driver;
};

} // namespace attune::test
