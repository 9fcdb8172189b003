#pragma once

#include "ui/explaining/attribution_list.h"

#include <QWidget>

#include <optional>

namespace attune::ui {

class AttributionScale;
class PaneTitle;
class TextLabel;

/// The words in the order of what they did to the score, and how far the methods agree about that order.
class AttributionPane : public QWidget {
    Q_OBJECT
public:
    /// How far another ranking agrees with the one on display, or two others with each other.
    struct Agreement {
        QString with;
        std::optional<double> correlation; ///< nothing where there is none
    };
    explicit AttributionPane(QWidget* parent = nullptr);
    void show(const QString& label, const QList<AttributionList::Row>& rows, double scale);
    void setAgreements(const QList<Agreement>& agreements);
    void clear();

private:
    PaneTitle* m_title;
    AttributionScale* m_scale;
    AttributionList* m_list;
    TextLabel* m_agreementTitle;
    TextLabel* m_agreement;
    TextLabel* m_correlations; ///< the figures, a line each
};

} // namespace attune::ui
