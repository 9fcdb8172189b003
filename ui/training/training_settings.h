#pragma once

#include "core/engine/engine.h"
#include "ui/failure.h"
#include "ui/training/option_field.h"
#include "ui/training/option_wording.h"
#include "ui/training/presets.h"

#include <QWidget>

#include <map>

class QToolButton;

namespace attune::ui {

class IconLabel;
class SchedulePreview;
class SegmentedControl;
class SettingsGroup;
class TextLabel;

/// The 312 px column in which a run is set up: every option of core's table, in plain words and in groups that fold; HuggingFace's names stand in
/// the tool tips.
class TrainingSettings : public QWidget {
    Q_OBJECT
public:
    enum class Mode { Open, Locked, Paused }; ///< Paused: what may change in mid-run is open

    explicit TrainingSettings(QWidget* parent = nullptr);
    ~TrainingSettings() override;
    void setDefaults(const core::CheckpointSummary& checkpoint); ///< of a model of this size, for all that was not changed by hand
    void setMaxLength(std::optional<int> tokens); ///< absent: by the data
    void setDevices(const core::RuntimeReport& report);
    void setDevice(const QString& name); ///< as the engine names it; automatic where it is not there
    void setTexts(std::int64_t learnedFrom); ///< how many, for the preview of the schedule
    void setMode(Mode mode);
    void setOptions(const core::TrainingOptions& options);
    void showOfRun(const core::TrainingOptions& options); ///< of one that goes on, instead of those for the next one
    void showOwn(); ///< those for the next one again, as they were or have become meanwhile
    core::TrainingOptions options() const; ///< of what can be used; the last usable value of the rest
    bool acceptable() const { return problem().isEmpty(); }
    QString problem() const; ///< of the first field that has one
    void showStep(std::optional<std::int64_t> step); ///< of the run in progress, in the preview
    void load(const QString& file); ///< JSON: a run.json or options alone; tells of a failure
    void save(const QString& file);
    QString deviceInWords() const; ///< "Automatic (CPU)"

    OptionField& field(const char* name) const;
    SettingsGroup& group(OptionGroup group) const;
    SchedulePreview* preview() const { return m_preview; }

public Q_SLOTS:
    void reset(); ///< to the defaults of the model

Q_SIGNALS:
    void changed();
    void maxLengthChanged(std::optional<int> tokens); ///< one that the model can read; absent: by the data
    void copyRequested(); ///< the command of attune-cli that trains like this
    void failed(const attune::ui::Failure& failure);

private:
    void addHead();
    void addGroups();
    void choosePreset(Preset preset);
    void chooseFile(bool save);
    enum class Wrong { IsReplaced, Stays }; ///< what stands in a field and cannot be used
    void fill(const core::TrainingOptions& options, Wrong wrong = Wrong::IsReplaced);
    void noteChange();
    void noteMaxLength();
    void updatePreset();
    void updateSummaries();
    void updatePreview();
    QString text(const char* name) const; ///< of a field, as it is shown

    core::TrainingOptions m_base;
    core::TrainingOptions m_given; ///< by the preset, or by a run that goes on: what differs from it was changed by hand
    struct Own {
        core::TrainingOptions options, given;
    };
    std::optional<Own> m_own; ///< for the next run, while those of another one are shown
    Preset m_chosenPreset = Preset::Balanced;
    core::ModelConfig m_config;
    std::size_t m_longest = 512;
    std::optional<int> m_toldLength; ///< by maxLengthChanged, or to it
    std::int64_t m_texts = 0;
    core::RuntimeReport m_runtime;
    Mode m_mode = Mode::Open;
    bool m_setting = false; ///< many fields are changed at once
    SegmentedControl* m_preset;
    QToolButton* m_reset;
    QToolButton* m_file;
    QToolButton* m_copy;
    QWidget* m_note;
    IconLabel* m_noteIcon;
    TextLabel* m_noteText;
    SchedulePreview* m_preview;
    std::vector<std::unique_ptr<OptionField>> m_fields;
    std::map<OptionGroup, SettingsGroup*> m_groups;
};

} // namespace attune::ui
