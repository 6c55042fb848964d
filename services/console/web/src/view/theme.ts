import { useEffect, useState } from "react";

export type Theme = "auto" | "light" | "dark";

const kStorageKey = "recourse.theme";
const kNext: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };

function KeptTheme(): Theme {
  const kept = localStorage.getItem(kStorageKey);
  return kept === "light" || kept === "dark" ? kept : "auto";
}

/** The theme, and the way to the next one: as the device, light, dark. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(KeptTheme);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(kStorageKey, theme);
  }, [theme]);
  return [theme, () => setTheme(kNext[theme])];
}
