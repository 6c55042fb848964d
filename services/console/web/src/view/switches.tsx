import type { ReactNode } from "react";
import { AutoIcon, MoonIcon, SunIcon } from "./icons";
import { useSpeech } from "./language";
import { useTheme, type Theme } from "./theme";

const kIcons: Record<Theme, () => ReactNode> = { auto: AutoIcon, light: SunIcon, dark: MoonIcon };

/** Language and theme. They stand on every page. */
export function Switches() {
  const { say, switchLanguage, language } = useSpeech();
  const [theme, nextTheme] = useTheme();
  const ThemeIcon = kIcons[theme];
  return (
    <>
      <button
        type="button"
        className="button"
        lang={language === "zh" ? "en" : "zh-CN"}
        aria-label={say("switch.language.label")}
        data-switch="language"
        onClick={switchLanguage}
      >
        {say("switch.language")}
      </button>
      <button
        type="button"
        className="button button-icon"
        aria-label={say(`switch.theme.${theme}`)}
        title={say(`switch.theme.${theme}`)}
        data-switch="theme"
        onClick={nextTheme}
      >
        <ThemeIcon />
      </button>
    </>
  );
}
