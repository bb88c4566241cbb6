/** Where the page begins. */

import { startBar } from "/page/bar.js";
import { refreshClock } from "/page/clock.js";
import { startConversation } from "/page/conversation.js";
import { desk, follow, onShow, refresh, show } from "/page/desk.js";
import { startForm } from "/page/form.js";
import { showOutcome, startOutcome } from "/page/outcome.js";
import { startPanels } from "/page/panels.js";
import { startPlaces } from "/page/places.js";
import { usePreferences } from "/page/preferences.js";
import { Unreachable, listen } from "/page/server.js";
import { startShortcuts } from "/page/shortcuts.js";
import { startTour } from "/page/tour.js";
import { loadWords } from "/page/words.js";

await loadWords();
usePreferences();
await refreshClock();
startOutcome();
startBar();
startPlaces();
startConversation();
startPanels();
startForm();
startShortcuts();
// once everything stands on the page
onShow(showOutcome);
const invited = !location.hash;
await follow(location.hash);
addEventListener("hashchange", () => follow(location.hash));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
await startTour({ invited });
show();

/** What was under way when the playground stopped: said in the bar, and tried again when it is back. */
addEventListener("unhandledrejection", (event) => {
  if (!(event.reason instanceof Unreachable)) return;
  event.preventDefault();
  tellConnection("lost");
});

listen({
  async changed() {
    await refreshClock();
    await refresh();
  },
  lost: () => tellConnection("lost"),
  found: () => tellConnection(""),
});

/** Say in the bar that the playground cannot be reached; what is shown stays. */
function tellConnection(state) {
  if ((document.body.dataset.lost ?? "") === state) return;
  document.body.dataset.lost = state;
  if (desk.seen) show();
}

document.body.dataset.ready = "";
