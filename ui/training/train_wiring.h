#pragma once

namespace attune::ui {

class Menus;
class ModelThread;
class TrainPage;

/// The Train page's wishes reach the engine, and what the engine does reaches the page.
void connectToEngine(TrainPage* page, ModelThread* engine);

/// Pause, Resume and Stop in the menu are those of the page.
void connectToMenus(TrainPage* page, Menus* menus);

} // namespace attune::ui
