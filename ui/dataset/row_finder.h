#pragma once

#include "ui/background_queue.h"
#include "ui/dataset/row_order.h"

#include <QTimer>

namespace attune::ui {

class TableModel;

/// Searches, sorts and picks rows away from the GUI thread and shows what it found in the table.
class RowFinder : public QObject {
    Q_OBJECT
public:
    explicit RowFinder(TableModel* model, QObject* parent = nullptr);

    void setSource(RowSource source); ///< what the table shows now; the query is asked of it anew
    const RowQuery& query() const { return m_query; }
    void ask(const RowQuery& query);
    void search(const QString& text); ///< as one types: asked when the typing pauses
    void reset(); ///< all rows, as they stand in the file

Q_SIGNALS:
    void queryChanged(); ///< at once
    void arranged(); ///< the table shows the answer to the query

private:
    void run();

    TableModel* m_model;
    RowSource m_source;
    RowQuery m_query;
    QTimer m_pause;
    BackgroundQueue m_queue;
};

} // namespace attune::ui
