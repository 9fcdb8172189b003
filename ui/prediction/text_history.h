#pragma once

#include "ui/selection.h"

#include <QList>
#include <QObject>

namespace attune::ui {

/// The texts that were asked about, the newest first; kept between two starts.
class TextHistory : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype kMost = 100;

    explicit TextHistory(QObject* parent = nullptr);
    const QList<PredictionText>& texts() const { return m_texts; }
    void add(const PredictionText& text); ///< one that is there already becomes the newest; blank ones are left out
    void clear();

private:
    void save() const;

    QList<PredictionText> m_texts;
};

} // namespace attune::ui
