import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { kMessages, Say, type Language, type MessageId } from "../text/messages";

const kStorageKey = "recourse.language";
const kTags: Record<Language, string> = { zh: "zh-CN", en: "en" };

export interface Speech {
  language: Language;
  say: (id: MessageId, values?: Record<string, string | number>) => string;
  sayCategory: (category: string) => string;
  switchLanguage: () => void;
}

const SpeechContext = createContext<Speech | null>(null);

function FirstLanguage(): Language {
  const kept = localStorage.getItem(kStorageKey);
  if (kept === "zh" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

// The taxonomy is the organisation's own: a category without a name here is shown by its id.
function CategoryName(language: Language, category: string): string {
  const id = `category.${category || "other"}`;
  const names: Record<string, string> = kMessages[language];
  return names[id] ?? category.replaceAll(/[_-]/g, " ");
}

export function SpeechProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(FirstLanguage);
  useEffect(() => {
    document.documentElement.lang = kTags[language];
    localStorage.setItem(kStorageKey, language);
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({
      language,
      say: (id, values) => Say(language, id, values),
      sayCategory: (category) => CategoryName(language, category),
      switchLanguage: () => setLanguage(language === "zh" ? "en" : "zh"),
    }),
    [language],
  );
  return <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>;
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error("useSpeech outside of SpeechProvider");
  return speech;
}
