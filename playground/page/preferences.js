/** What one prefers: light or dark, Swedish or English; kept in this browser. */

import { show } from "/page/desk.js";
import { openMenu } from "/page/menu.js";
import { openShortcuts } from "/page/shortcuts.js";
import { currentLanguage, t, useLanguage } from "/page/words.js";

const THEMES = ["auto", "light", "dark"];
const LANGUAGES = [["sv", "Svenska"], ["en", "English"]];

export function usePreferences() {
  useTheme(localStorage.getItem("theme") ?? "auto");
  useLanguage(localStorage.getItem("language") ?? "sv");
}

function useTheme(theme) {
  localStorage.setItem("theme", theme);
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function chooseLanguage(language) {
  localStorage.setItem("language", language);
  useLanguage(language);
  show();
}

export function openSettings(button) {
  const theme = document.documentElement.dataset.theme ?? "auto";
  openMenu(button, [
    { group: t("theme"), items: THEMES.map((one) => ({ words: t(`theme.${one}`), checked: one === theme, choose: () => useTheme(one) })) },
    { group: t("language"), items: LANGUAGES.map(([one, words]) => ({ words, checked: currentLanguage() === one, choose: () => chooseLanguage(one) })) },
    { words: t("keys"), choose: openShortcuts },
  ]);
}
