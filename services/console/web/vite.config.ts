import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Where a console runs while the pages are worked on (`npm run dev`).
const kConsole = "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    // Nothing becomes a data: URL, for the content security policy allows 'self' alone.
    assetsInlineLimit: 0,
    // The polyfill would be an inline script.
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/v1": kConsole } },
  test: { environment: "node", include: ["test/**/*.test.{ts,tsx}"] },
});
